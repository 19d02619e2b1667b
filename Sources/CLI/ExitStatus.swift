import ArgumentParser
import Foundation
import ZoetropeCompute
import ZoetropeDenoiser
import ZoetropeDirection
import ZoetropeEdit
import ZoetropeExplain
import ZoetropeFiles
import ZoetropeFilm
import ZoetropeCast
import ZoetropeShot
import ZoetropeStory
import ZoetropeGrading
import ZoetropeMedia
import ZoetropeSession
import ZoetropePlanner
import ZoetropeScreenplay
import ZoetropeWeights
import ZoetropeWorld

/// The exit statuses of the program, by kind of trouble; numbers as in BSD's `sysexits.h` where it has one.
enum ExitStatus: Int32, CaseIterable {
  /// The work failed, or a clip is not as recorded.
  case failed = 1
  /// The arguments were wrong.
  case usage = 64
  /// A plan, record or weights file holds something that cannot be used.
  case badData = 65
  /// A file that was named is not there.
  case noInput = 66
  /// No model, planner or emoji font is installed.
  case unavailable = 69
  /// The output is there already, or another run writes it.
  case cannotCreate = 73
  /// Reading or writing failed, for instance because the disk is full.
  case inputOutput = 74
  /// The file system does not permit it.
  case noPermission = 77
  /// Ctrl-C; the run can be resumed.
  case interrupted = 130

  /// For the help of the root command.
  static let help = """
    Exit status: 0 success, 1 the work failed or a clip differs from its record, 64 wrong arguments, 65 invalid plan, \
    record, picture, text or weights file, 66 a file was not found or there is nothing to resume, 69 a model, planner, \
    font or ffmpeg is missing, 73 the output exists or is in use, 74 reading or writing failed (such as on a full disk), \
    77 permission denied, 130 interrupted by Ctrl-C; the run can be resumed.
    """

  /// For ArgumentParser.
  var code: ExitCode { ExitCode(rawValue) }

  /// The kind of an error; nil for errors that belong to the argument parser.
  init?(_ error: any Error) {
    switch error {
    case let error as SessionError: self = ExitStatus(error)
    case let error as FileError: self = ExitStatus(error)
    case let error as FilmError: self = ExitStatus(error)
    case let error as StoryError:
      if case .badSetting = error { self = .usage } else { self = .badData }
    case let error as MediaError:
      if case .toolMissing = error { self = .unavailable } else { self = .badData }
    case DenoiserError.badSetting, DenoiserError.indivisible, WorldError.unusableStream,
      WorldError.unusableSize, PlannerError.badSetting, PlannerError.promptTooLong, is ExplainError,
      is ComputeError:
      self = .usage
    case CastError.fontMissing: self = .unavailable
    case is CastError, is StatementExam.Mistake: self = .badData
    case GradingError.otherSettings: self = .cannotCreate
    case is WorldError, is DenoiserError, is PlannerError, is GradingError, is PlanError, is WeightsError,
      is JSONError, is ScreenplayError, is EditError:
      self = .badData
    case is CancellationError, is BatchStopped: self = .interrupted
    case let error as CocoaError: self = ExitStatus(error)
    case is ExitCode, is ValidationError, is CleanExit: return nil
    default:
      // The parser's own errors are not public.
      if String(reflecting: type(of: error)).hasPrefix("ArgumentParser.") { return nil }
      self = .failed
    }
  }

  /// What an error says about itself, in the words of the command line, and what to type next.
  static func message(_ error: any Error) -> String {
    let message = SettingNames.translated(own(error))
    return [message, Advice.after(error)].compactMap { $0 }.joined(separator: "; ")
  }

  // MARK: - Internals

  private static func own(_ error: any Error) -> String {
    switch error {
    case SessionError.badSetting(let name, let value, let expected),
      PlannerError.badSetting(let name, let value, let expected),
      DenoiserError.badSetting(let name, let value, let expected):
      return "\(SettingNames.option(name)) is \(value); expected \(expected)"
    case FilmError.badSetting(let name, let value, let expected),
      StoryError.badSetting(let name, let value, let expected):
      return "\(SettingNames.option(name)) is \(value); expected \(expected)"
    default: break
    }
    if let error = error as? CocoaError {
      let path = error.filePath ?? error.url?.path
      return [path, error.localizedDescription].compactMap { $0 }.joined(separator: ": ")
    }
    return (error as? any LocalizedError)?.errorDescription ?? "\(error)"
  }

  private init(_ error: SessionError) {
    switch error {
    case .badSetting: self = .usage
    case .badPlan, .badRecord, .otherModel, .otherPicture, .notFinite: self = .badData
    case .nothingToResume, .alreadyFinished: self = .noInput
    case .noModel, .noPlanner: self = .unavailable
    case .outputExists, .outputInUse, .interruptedRun: self = .cannotCreate
    case .interrupted: self = .interrupted
    }
  }

  private init(_ error: FilmError) {
    switch error {
    case .badSetting, .noSuchShot: self = .usage
    case .notAFilm: self = .noInput
    case .folderTaken, .twoScreenplays, .inUse: self = .cannotCreate
    case .nothingToFilm, .unusable: self = .badData
    case .stopped: self = .interrupted
    }
  }

  private init(_ error: CocoaError) {
    switch error.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: self = .noInput
    case .fileReadNoPermission, .fileWriteNoPermission, .fileWriteVolumeReadOnly: self = .noPermission
    default: self = .inputOutput
    }
  }

  private init(_ error: FileError) {
    switch error {
    case .system(_, _, EACCES), .system(_, _, EPERM), .system(_, _, EROFS): self = .noPermission
    case .system(let operation, _, ENOENT) where operation == "open": self = .noInput
    case .system: self = .inputOutput
    case .notARegularFile: self = .noInput
    case .notUTF8: self = .badData
    }
  }
}
