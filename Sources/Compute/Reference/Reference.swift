/// What every fast operation of this room means, as plain loops in double precision.
///
/// One file per family, written to be read: no threads, no blocking, no vector code. The tests hold the fast
/// kernels against these functions, and take finite differences of them to check gradients. Teaching programs
/// may import them; nothing on the way to a picture does.
package enum Reference {
  /// A matrix of doubles, row-major; a vector is a matrix of one row.
  package struct Matrix: Sendable, Equatable {
    /// Number of rows.
    package let rows: Int
    /// Number of columns.
    package let columns: Int
    /// The elements, row by row.
    package var elements: [Double]

    /// Makes a matrix with one value everywhere.
    package init(rows: Int, columns: Int, repeating value: Double = 0) {
      self.rows = rows
      self.columns = columns
      elements = [Double](repeating: value, count: rows * columns)
    }

    /// Makes a matrix from its elements, row by row.
    ///
    /// - Precondition: `rows · columns` elements.
    package init(_ elements: [Double], rows: Int, columns: Int) {
      require(
        elements.count == rows * columns,
        "Reference.Matrix: \(elements.count) elements do not fill [\(rows), \(columns)]")
      self.rows = rows
      self.columns = columns
      self.elements = elements
    }

    /// Makes a matrix of ``Shape/rows`` by ``Shape/columns`` from a tensor, exactly.
    package init(_ tensor: Tensor) {
      self.init(tensor.elements.map(Double.init), rows: tensor.shape.rows, columns: tensor.shape.columns)
    }

    /// The element in a row and a column.
    package subscript(row: Int, column: Int) -> Double {
      get { elements[row * columns + column] }
      set { elements[row * columns + column] = newValue }
    }

    /// The matrix rounded to fp32, `[rows, columns]`.
    package var tensor: Tensor { Tensor(elements.map(Float.init), [rows, columns]) }

    /// Rows and columns exchanged.
    package var transposed: Matrix {
      var result = Matrix(rows: columns, columns: rows)
      for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
      return result
    }

    /// Some of the columns, copied.
    package func columns(_ range: Range<Int>) -> Matrix {
      var result = Matrix(rows: rows, columns: range.count)
      for i in 0..<rows { for (j, column) in range.enumerated() { result[i, j] = self[i, column] } }
      return result
    }

    /// A function applied to every element.
    package func map(_ function: (Double) -> Double) -> Matrix {
      Matrix(elements.map(function), rows: rows, columns: columns)
    }
  }
}
