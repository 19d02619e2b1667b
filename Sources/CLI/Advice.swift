import Foundation
import ZoetropeFilm
import ZoetropeMedia
import ZoetropePlanner
import ZoetropeSession

/// What to type next: the libraries say what is wrong, and only the command line knows commands.
enum Advice {
  /// The advice that follows an error's message; nil where the message says it all.
  static func after(_ error: any Error) -> String? {
    switch error {
    case SessionError.interruptedRun(let path), SessionError.interrupted(let path?):
      "resume with: \(resuming(path))"
    case BatchStopped.stopped(let path): "continue with the same command: zoetrope batch \(quoted(path)) …"
    case FilmError.stopped(let path): "go on with: zoetrope film \(quoted(path))"
    case SessionError.noPlanner: "give a plan with --plan FILE, or render one with: zoetrope render FILE"
    case PlannerError.nothingUnderstood: "make it all the same with --anyway"
    case SessionError.badRecord: "give a manifest.json or a PNG that zoetrope wrote"
    case MediaError.otherFormat(let path, let format): converting(path, format)
    default: nil
    }
  }

  /// The command that resumes a run.
  static func resuming(_ path: String) -> String { "zoetrope resume \(quoted(path))" }

  // MARK: - Internals

  private static func converting(_ path: String, _ format: FileFormat) -> String? {
    let url = URL(fileURLWithPath: path)
    let name =
      url.deletingPathExtension().lastPathComponent + (url.pathExtension == "png" ? "-converted" : "")
    let (from, to) = (quoted(path), quoted(name + ".png"))
    return switch format {
    case .heic: "such as with: heif-convert \(from) \(to)"
    case .svg: "such as with: rsvg-convert \(from) -o \(to)"
    case .pdf: "such as with: pdftoppm -png -singlefile \(from) \(quoted(name))"
    case .film: "such as with: ffmpeg -i \(from) -frames:v 1 \(to)"
    case .webPage, .zip: nil
    case .photoshop, .icon, .jpegXL, .avif: "such as with: magick \(from) \(to)"
    case .jpeg, .webp, .gif, .bmp, .tiff, .jpeg2000, .openEXR, .portable:
      "such as with: ffmpeg -i \(from) \(to)"
    }
  }

  /// A path as a shell takes it.
  private static func quoted(_ path: String) -> String {
    path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+".contains($0)) }
      ? path : "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}

/// A batch was asked to stop before it was done.
enum BatchStopped: LocalizedError {
  /// The file of its lines.
  case stopped(path: String)

  var errorDescription: String? {
    switch self {
    case .stopped(let path): "\(path): stopped"
    }
  }
}
