import Testing
import ZoetropeCompute

@Suite struct TensorTests {
  @Test func aCopyIsNotChangedByWritingToTheOriginal() {
    var a = Tensor([1, 2, 3, 4], [2, 2])
    let b = a
    let row = a.rows(1..<2)
    a[1, 0] = 9
    #expect(a.elements == [1, 2, 9, 4])
    #expect(b.elements == [1, 2, 3, 4])
    #expect(row.elements == [3, 4])
  }
}
