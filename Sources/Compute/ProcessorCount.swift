import CKernels
import Foundation

/// Cores that this process may use: not those of the machine, where somebody gave it less.
///
/// The affinity mask (`taskset`, a batch system) says which cores, the quota of the control group (a container, a systemd slice)
/// how much time on them.
public enum ProcessorCount {
  /// Cores, 1 at least; looked up once.
  public static let available: Int = {
    let mask = Int(zk_allowed_cores())
    let quota = read("/proc/self/cgroup").flatMap {
      ControlGroup(root: "/sys/fs/cgroup", membership: $0).cores
    }
    return allowed(cores: mask > 0 ? mask : ProcessInfo.processInfo.activeProcessorCount, quota: quota)
  }()

  /// Whole threads for so many cores and a quota in cores: a share of a core keeps a thread busy at times.
  package static func allowed(cores: Int, quota: Double?) -> Int {
    let shares = quota.map { Int(min($0, Double(Int32.max)).rounded(.up)) } ?? cores
    return max(1, min(cores, shares))
  }

  /// A file of the system, which says of itself that it is empty.
  fileprivate static func read(_ path: String) -> String? {
    guard let data = try? FileHandle(forReadingAtPath: path)?.readToEnd() else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}

/// The control group of a process, as Linux shows it in files.
package struct ControlGroup {
  /// Where the groups' folders are, `/sys/fs/cgroup`.
  let root: String
  /// Contents of `/proc/self/cgroup`: lines of `hierarchy:controllers:path`.
  let membership: String

  /// Takes where the folders are, and which of them are the process's.
  package init(root: String, membership: String) {
    self.root = root
    self.membership = membership
  }

  /// The least quota in cores of the group and those that it lies in, of version 1 and 2; nil where nothing limits it.
  package var cores: Double? {
    membership.split(separator: "\n").flatMap(quotas).min()
  }

  private func quotas(_ line: Substring) -> [Double] {
    let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard fields.count == 3 else { return [] }
    let controllers = fields[1].split(separator: ",")
    // Version 2 has one hierarchy without names, on machines with both in a folder of its own.
    if fields[0] == "0", controllers.isEmpty {
      return ["", "/unified"].flatMap { folders($0, fields[2]).compactMap(unified) }
    }
    guard controllers.contains("cpu") else { return [] }
    return ["/" + fields[1], "/cpu"].flatMap { folders($0, fields[2]).compactMap(legacy) }
  }

  /// The folder of a group and of all that it lies in. In a container the path may be the host's, whose folders are not there; the
  /// hierarchy's own top is then the container's.
  private func folders(_ hierarchy: String, _ path: Substring) -> [String] {
    var folders = [root + hierarchy]
    for part in path.split(separator: "/") { folders.append(folders[folders.count - 1] + "/" + part) }
    return folders
  }

  /// `cpu.max` of version 2: quota, or `max`, and period, in microseconds.
  private func unified(_ folder: String) -> Double? {
    let numbers = (ProcessorCount.read(folder + "/cpu.max") ?? "").split { $0.isWhitespace }.map {
      Double($0)
    }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1] else { return nil }
    return ControlGroup.cores(quota, period)
  }

  /// The two files of version 1; a quota below zero is none.
  private func legacy(_ folder: String) -> Double? {
    func number(_ name: String) -> Double? {
      ProcessorCount.read(folder + "/" + name).flatMap {
        Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }
    guard let quota = number("cpu.cfs_quota_us"), let period = number("cpu.cfs_period_us") else { return nil }
    return ControlGroup.cores(quota, period)
  }

  private static func cores(_ quota: Double, _ period: Double) -> Double? {
    quota > 0 && period > 0 ? quota / period : nil
  }
}
