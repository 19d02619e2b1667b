// What often lies where a weights file should: a pointer that stands for it, a web page that says why it was not
// fetched, weights in another format. Such bytes are looked at only where, read as the length of a header, they are more
// than the longest: '<' and seven zeros begin a good file whose header has 60 bytes.

/// A file of another kind that was taken for weights.
struct MistakenWeights {
  /// What it is, with an article.
  let kind: String
  /// What to do.
  let remedy: String

  /// Looks at the first bytes of a file; nil where they are those of nothing that is known.
  init?(_ file: UnsafeRawBufferPointer) {
    guard file.count >= 8,
      UInt64(littleEndian: file.loadUnaligned(as: UInt64.self)) > SafetensorsHeader.maximumByteCount
    else { return nil }
    let start = String(decoding: file.prefix(1024), as: UTF8.self)
    if start.hasPrefix("version https://git-lfs.github.com/spec/") {
      let size = start.split(whereSeparator: \.isNewline).first { $0.hasPrefix("size ") }
      kind = "a Git LFS pointer" + (size.map { " to a file of \($0.dropFirst(5)) bytes" } ?? "")
      remedy = "fetch the file itself, with: git lfs pull"
    } else if start.hasPrefix("<") {
      kind = "a web page"
      remedy = "the address it was fetched from is not that of the file; fetch it again"
    } else if let (_, kind) = MistakenWeights.formats.first(where: { file.starts(with: $0.0) }) {
      self.kind = kind
      remedy = "save the tensors as safetensors"
    } else {
      return nil
    }
  }

  private static let formats: [([UInt8], String)] = [
    (Array("PK".utf8) + [3, 4], "a ZIP archive, as PyTorch saves checkpoints"),
    (Array("GGUF".utf8), "a GGUF file"),
    ([0x89] + Array("HDF".utf8), "an HDF5 file"),
    ([0x93] + Array("NUMPY".utf8), "a NumPy array"),
    ([0x80, 0x02, 0x8A, 0x0A], "a pickle, as old versions of PyTorch save checkpoints"),
    ([0x1F, 0x8B], "a gzip archive"),
  ]
}
