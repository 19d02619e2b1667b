import Foundation
import Testing
import ZoetropeShot
import ZoetropePictures

@testable import ZoetropeCast

@Suite struct MemberTests {
  static let table = Result { try MemberTable.builtIn() }
  static let painter = Result { try RecipePainter(font: EmojiFont(path: nil)) }
  /// Every member's picture, in the order of the table.
  static let pictures = Result {
    try table.get().members.map { ($0, try painter.get().picture(of: $0)) }
  }

  @Test func holdsTheCast() throws {
    let members = try MemberTests.table.get().members
    #expect(members.count >= 800)
    for category in CastMember.Category.allCases {
      #expect(members.contains { $0.category == category }, "\(category)")
    }
    #expect(members.allSatisfy { !$0.habitats.isEmpty && $0.height > 0 && !$0.displayName.isEmpty })
  }

  /// A picture's visible part must be something: an empty or nearly empty one is a recipe gone wrong.
  @Test func everyPictureShowsSomething() throws {
    for (member, picture) in try MemberTests.pictures.get() {
      #expect(max(picture.width, picture.height) >= 60, "\(member.name): \(picture.width)×\(picture.height)")
      let opaque = stride(from: 3, to: picture.rgba.count, by: 4).count { picture.rgba[$0] > 128 }
      #expect(opaque > picture.width * picture.height / 14, "\(member.name): \(opaque) pixels")
    }
  }

  @Test func noTwoPicturesAreTheSame() throws {
    var names: [[UInt8]: String] = [:]
    for (member, picture) in try MemberTests.pictures.get() {
      if let other = names.updateValue(member.name, forKey: picture.rgba) {
        Issue.record("\(member.name) and \(other)")
      }
    }
  }

  /// The kinds of today's plans keep their names and, to the pixel, their pictures.
  @Test func kindsAreMembersWithTheSamePictures() throws {
    let table = try MemberTests.table.get(), font = try EmojiFont(path: nil)
    for kind in ActorKind.allCases {
      let member = try #require(table[kind.rawValue], "\(kind)")
      let expected = try #require(
        try font.picture(of: kind.emoji).flatMap { CroppedPicture(kind.withoutScenery($0)) })
      let picture = try MemberTests.painter.get().picture(of: member)
      let isSame = picture.width == expected.width && visible(picture) == visible(expected)
      #expect(isSame, "\(kind)")
      #expect(member.facing == kind.traits.facing, "\(kind)")
    }
  }

  /// Premultiplied, so that the colour of what cannot be seen does not count.
  private func visible(_ picture: CroppedPicture) -> [Int] {
    picture.rgba.indices.map { index in
      let alpha = Int(picture.rgba[index | 3])
      return index % 4 == 3 ? alpha : Int(picture.rgba[index]) * alpha
    }
  }

  /// The 80 classes of COCO (Lin et al. 2014, arXiv:1405.0312) and who plays each.
  @Test func playsTheClassesOfCOCO() throws {
    let table = try MemberTests.table.get()
    #expect(MemberTests.coco.count == 80)
    for (name, member) in MemberTests.coco { #expect(table[member] != nil, "\(name)") }
  }

  @Test func heldOutMembersAreAHundredOfAllSorts() throws {
    let table = try MemberTests.table.get()
    let members = CastMember.heldOutNames.compactMap { table[$0] }
    #expect(members.count == 100 && CastMember.heldOutNames.count == 100)
    #expect(members.allSatisfy { ActorKind(rawValue: $0.name) == nil })
    #expect(Set(members.map(\.category)).count == CastMember.Category.allCases.count)
    #expect(Set(members.map(\.gait.style)).count >= 16)
    #expect(table.members.count { $0.isHeldOut } == 100)
  }

  @Test func gaitsHaveTheLinesTheyNeed() throws {
    for member in try MemberTests.table.get().members {
      let gait = member.gait
      switch gait.style {
      case .walk, .run, .hop, .waddle:
        #expect(gait.hips.map { (0.3..<1).contains($0) } == true, "\(member.name)")
        #expect(
          (1...8).contains(gait.legs.count) && gait.legs == gait.legs.sorted(), "\(member.name): \(gait.legs)"
        )
      case .drive:
        // Spokes and fork of a bicycle are one drawing: a turning circle would take the fork along.
        let glides = ["bicycle", "cyclist", "manCycling", "womanCycling"].contains(member.name)
        #expect(gait.wheels.isEmpty == glides, "\(member.name)")
        for wheel in gait.wheels { #expect((0.04...0.35).contains(wheel.radius), "\(member.name)") }
      case .flap: #expect(!gait.wings.isEmpty, "\(member.name)")
      default: break
      }
      for region in gait.wings + (gait.head.map { [$0] } ?? []) {
        #expect(
          region.left >= 0 && region.top >= 0 && region.right <= 1 && region.bottom <= 1, "\(member.name)")
        #expect(region.left < region.right && region.top < region.bottom, "\(member.name)")
      }
    }
  }

  /// Wherever legs are said to be, the picture has something between hip and foot.
  @Test func legsAreWhereThePictureHasThem() throws {
    for (member, picture) in try MemberTests.pictures.get() {
      guard let hips = member.gait.hips else { continue }
      for leg in member.gait.legs {
        let column = min(picture.width - 1, Int(leg * Double(picture.width)))
        let rows = Int(hips * Double(picture.height))..<picture.height
        let share =
          Double(rows.count { picture.rgba[($0 * picture.width + column) * 4 + 3] > 128 })
          / Double(rows.count)
        #expect(share > 0.25, "\(member.name): leg at \(leg) covers \(share)")
      }
    }
  }

  static let coco: [(String, String)] = [
    ("person", "person"), ("bicycle", "bicycle"), ("car", "car"), ("motorcycle", "motorcycle"),
    ("airplane", "airplane"), ("bus", "bus"), ("train", "train"), ("truck", "truck"), ("boat", "rowingBoat"),
    ("traffic light", "trafficLight"), ("fire hydrant", "fireHydrant"), ("stop sign", "stopSign"),
    ("parking meter", "parkingMeter"), ("bench", "bench"), ("bird", "bird"), ("cat", "cat"), ("dog", "dog"),
    ("horse", "horse"), ("sheep", "sheep"), ("cow", "cow"), ("elephant", "elephant"), ("bear", "brownBear"),
    ("zebra", "zebra"), ("giraffe", "giraffe"), ("backpack", "backpack"), ("umbrella", "umbrella"),
    ("handbag", "handbag"), ("tie", "necktie"), ("suitcase", "suitcase"), ("frisbee", "frisbee"),
    ("skis", "skis"), ("snowboard", "snowboard"), ("sports ball", "ball"), ("kite", "kite"),
    ("baseball bat", "baseballBat"), ("baseball glove", "baseballGlove"), ("skateboard", "skateboard"),
    ("surfboard", "surfboard"), ("tennis racket", "tennisRacket"), ("bottle", "bottle"),
    ("wine glass", "wineGlass"), ("cup", "cup"), ("fork", "fork"), ("knife", "knife"), ("spoon", "spoon"),
    ("bowl", "bowl"), ("banana", "banana"), ("apple", "apple"), ("sandwich", "sandwich"),
    ("orange", "orange"),
    ("broccoli", "broccoli"), ("carrot", "carrot"), ("hot dog", "hotDog"), ("pizza", "pizza"),
    ("donut", "doughnut"), ("cake", "cake"), ("chair", "chair"), ("couch", "couch"),
    ("potted plant", "pottedPlant"), ("bed", "bed"), ("dining table", "table"), ("toilet", "toilet"),
    ("tv", "television"), ("laptop", "laptop"), ("mouse", "computerMouse"), ("remote", "remoteControl"),
    ("keyboard", "keyboard"), ("cell phone", "mobilePhone"), ("microwave", "microwave"), ("oven", "oven"),
    ("toaster", "toaster"), ("sink", "sink"), ("refrigerator", "refrigerator"), ("book", "book"),
    ("clock", "clock"), ("vase", "vase"), ("scissors", "scissors"), ("teddy bear", "teddyBear"),
    ("hair drier", "hairDryer"), ("toothbrush", "toothbrush"),
  ]
}
