import Foundation
import Testing
import ZoetropeCompute

/// Quotas of control groups, in folders laid out as the kernel documents them (cgroup-v2.rst and cgroup-v1/cpu).
@Suite struct ControlGroupTests {
  /// Writes files below a folder of its own, and calls `body` with it.
  static func folder(_ files: [String: String], _ body: (String) -> Void) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "zoetrope-cgroup-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for (path, text) in files {
      let url = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    body(root.path)
  }

  @Test func theSecondVersionTakesTheLeastOnTheWayUp() throws {
    let files = [
      "user.slice/cpu.max": "150000 100000\n", "user.slice/run.scope/cpu.max": "max 100000\n",
      "other/cpu.max": "10000 100000\n",
    ]
    try Self.folder(files) { root in
      #expect(ControlGroup(root: root, membership: "0::/user.slice/run.scope\n").cores == 1.5)
      #expect(ControlGroup(root: root, membership: "0::/user.slice\n").cores == 1.5)
      #expect(ControlGroup(root: root, membership: "0::/\n").cores == nil)
    }
  }

  /// In a container the path is the host's; what is mounted is the container's own group.
  @Test func aContainerSeesItsOwnGroupAtTheTop() throws {
    try Self.folder(["cpu.max": "200000 50000\n"]) { root in
      #expect(ControlGroup(root: root, membership: "0::/docker/0123\n").cores == 4)
    }
    try Self.folder(["cpu,cpuacct/cpu.cfs_quota_us": "50000\n", "cpu,cpuacct/cpu.cfs_period_us": "100000\n"])
    {
      #expect(ControlGroup(root: $0, membership: "3:cpu,cpuacct:/docker/0123\n").cores == 0.5)
    }
  }

  @Test func theFirstVersionHasTwoFilesAndMinusOneForNone() throws {
    let files = [
      "cpu/a/cpu.cfs_quota_us": "-1\n", "cpu/a/cpu.cfs_period_us": "100000\n",
      "cpu/a/b/cpu.cfs_quota_us": "300000\n", "cpu/a/b/cpu.cfs_period_us": "100000\n",
      "memory/cpu.cfs_quota_us": "1\n", "memory/cpu.cfs_period_us": "100000\n",
    ]
    try Self.folder(files) { root in
      #expect(ControlGroup(root: root, membership: "4:cpu,cpuacct:/a/b\n2:memory:/\n").cores == 3)
      #expect(ControlGroup(root: root, membership: "4:cpu:/a\n2:memory:/\n").cores == nil)
      #expect(ControlGroup(root: root, membership: "12:cpuset:/a/b\n").cores == nil)
    }
  }

  /// Both versions mounted: the second in a folder of its own.
  @Test func bothVersionsAtOnce() throws {
    let files = [
      "unified/a/cpu.max": "250000 100000\n", "cpu/a/cpu.cfs_quota_us": "400000\n",
      "cpu/a/cpu.cfs_period_us": "100000\n",
    ]
    try Self.folder(files) {
      #expect(ControlGroup(root: $0, membership: "1:cpu:/a\n0::/a\n").cores == 2.5)
    }
  }

  @Test func whatMakesNoSenseLimitsNothing() throws {
    for text in ["", "max", "100000", "a b", "0 100000", "100000 0", "-5 100000"] {
      try Self.folder(["cpu.max": text]) {
        #expect(ControlGroup(root: $0, membership: "0::/").cores == nil, "\(text)")
      }
    }
    #expect(ControlGroup(root: "/nonexistent", membership: "nonsense\n::\n0::/x").cores == nil)
  }

  /// Quotas are rounded up to whole threads, and neither gives more cores than the mask nor less than one.
  @Test func threadsForCoresAndQuota() {
    let cases: [(Int, Double?, Int)] = [
      (8, nil, 8), (8, 2, 2), (8, 1.5, 2), (8, 0.1, 1), (2, 7, 2), (0, nil, 1), (4, 1e30, 4),
    ]
    for (cores, quota, expected) in cases {
      #expect(ProcessorCount.allowed(cores: cores, quota: quota) == expected)
    }
  }

  /// `nproc` of the system reads the mask too.
  @Test func notMoreThanTheSystemAllows() throws {
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["nproc"]
    process.standardOutput = pipe
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let count = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect((1...count).contains(ProcessorCount.available))
  }
}
