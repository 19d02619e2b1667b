import CBLAS
import Foundation

/// The BLAS library that the program was started with.
///
/// Any library that exports `cblas_sgemm` with 32-bit integers will do. Threads are ours (``Parallel``), so the
/// library's own are switched off where it has a call for that.
public enum BLAS {
  /// Name and version where the library tells, otherwise the file it was loaded from.
  public static var name: String { library.name }

  /// Threads the library itself uses per call: 1 where it has a call for that, `nil` if unknown.
  public static var threadCount: Int? { library.threadCount }

  /// What to know about the library that was loaded, found once.
  private struct Library: Sendable {
    var name: String
    var threadCount: Int?
  }

  private static let library: Library = {
    typealias SetThreads = @convention(c) (Int32) -> Void
    typealias GetThreads = @convention(c) () -> Int32
    typealias GetName = @convention(c) () -> UnsafePointer<CChar>?
    func symbol<T>(_ name: String, as type: T.Type) -> T? {
      dlsym(nil, name).map { unsafeBitCast($0, to: type) }
    }
    var found = Library(name: mappedFile() ?? "unknown", threadCount: nil)
    for (set, get) in [
      ("openblas_set_num_threads", "openblas_get_num_threads"),
      ("bli_thread_set_num_threads", "bli_thread_get_num_threads"),
      ("MKL_Set_Num_Threads", "MKL_Get_Max_Threads"),
    ] {
      guard let setThreads = symbol(set, as: SetThreads.self) else { continue }
      setThreads(1)
      found.threadCount = symbol(get, as: GetThreads.self).map { Int($0()) }
    }
    if let config = symbol("openblas_get_config", as: GetName.self)?() {
      found.name = String(cString: config)
      if let core = symbol("openblas_get_corename", as: GetName.self)?() {
        found.name += " (\(String(cString: core)) kernels)"
      }
    } else if let version = symbol("bli_info_get_version_str", as: GetName.self)?() {
      found.name = "BLIS " + String(cString: version)
    }
    return found
  }()

  /// Switches the library's own threads off; every use of it goes through here first.
  @inline(__always)
  static func prepare() { _ = library.threadCount }

  /// The file of the library, as the system lists the memory it is mapped to.
  private static func mappedFile() -> String? {
    // Read to the end: the file says that it is empty, so calls that ask its size first read nothing.
    guard let data = FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile() else {
      return nil
    }
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
      .compactMap { $0.split(separator: " ").last.map(String.init) }
      .first { $0.hasPrefix("/") && ($0 as NSString).lastPathComponent.contains("blas") }
  }
}
