// The text files of the cast, which the program is built with.

import CCast

extension MemberTable {
  /// The files of Members, in the order that the table has them.
  static var builtInFiles: [(name: String, text: String)] {
    (0..<ccast_member_file_count()).map { index in
      let file = ccast_member_file(index)
      return (String(cString: file.name), text(of: file))
    }
  }

  /// The baked widths of all pictures.
  static var shapesText: String { text(of: ccast_shapes()) }
}

extension SceneTable {
  /// The files of Scenes, in the order that the table has them.
  static var builtInFiles: [(name: String, text: String)] {
    (0..<ccast_scene_file_count()).map { index in
      let file = ccast_scene_file(index)
      return (String(cString: file.name), text(of: file))
    }
  }
}

extension CastNames {
  /// The baked table.
  static var builtInText: String { text(of: ccast_names()) }
}

private func text(of file: ccast_file) -> String {
  String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
}
