import Foundation

/// The two streams of the program, written at once and never buffered beyond a line.
enum Console {
  /// Writes a line to standard output.
  static func line(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Writes a line to standard error.
  static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Says why the program ends.
  static func failed(_ message: String, _ status: ExitStatus) {
    // To be asked to stop is no error.
    error(status == .interrupted ? message.prefix(1).uppercased() + message.dropFirst() : "Error: \(message)")
  }

  /// Writes to standard error without a newline.
  static func progress(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Whether standard error is a terminal that can move its cursor.
  static var isLive: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Columns of the terminal; 80 where there is none.
  static var columnCount: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  // MARK: - Internals

  /// A reader that went away is its own affair: what cannot be written is dropped.
  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
