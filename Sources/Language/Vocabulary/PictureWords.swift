// How it is filmed: looks, camera moves, shot sizes.

import ZoetropeShot

extension Look {
  /// How the picture is made; each stands by itself, after a comma or alone.
  var words: Words {
    switch self {
    case .natural:
      Words(
        "natural colours", "natural colors", "realistic look", "natural look",
        heldOut: ["true-to-life colours"])
    case .infrared:
      Words(
        "shot in thermal", "infrared", "heat vision", "thermal camera", "in infrared", "thermal imaging",
        "thermal", "thermal vision", heldOut: ["thermography", "infrared footage"])
    case .noir:
      Words(
        "film noir style", "noir", "film noir", "in black and white", "black and white noir",
        "black and white", "monochrome", heldOut: ["like a 1940s crime film"])
    case .sepia:
      Words(
        "in sepia", "sepia", "sepia tone", "old sepia photo style", "vintage film", heldOut: ["sepia-tinted"])
    case .neon:
      Words(
        "in neon colours", "neon style", "neon glow", "neon", "neon look",
        heldOut: ["glowing neon tubes look"])
    case .watercolor:
      Words(
        "as a watercolor", "watercolor", "watercolour painting", "watercolor style",
        "painting", heldOut: ["painted in watercolours"])
    case .vhs:
      Words(
        "vhs style", "vhs", "old vhs tape", "like a vhs recording", "vhs tape", "vhs look",
        heldOut: ["videotape look"])
    case .silhouette:
      Words("in silhouette", "silhouette", "as a silhouette", "silhouettes", heldOut: ["shadow figures"])
    case .pixel:
      Words("pixel art", "in pixel art", "pixelated", "8-bit style", heldOut: ["retro game graphics"])
    case .blueprint:
      Words(
        "as a blueprint", "blueprint", "blueprint style", "technical drawing", heldOut: ["cyanotype drawing"])
    case .oilPainting: Words("oil painting", heldOut: ["oil on canvas"])
    case .ukiyoe: Words("in the style of ukiyo-e", heldOut: ["as a japanese woodblock print"])
    case .vanGogh: Words("in the style of van gogh", heldOut: ["with van gogh's brush"])
    case .blackAndWhite: Words("in plain black and white", heldOut: ["without any colour"])
    case .cyberpunk: Words("in cyberpunk style", heldOut: ["cyberpunk look"])
    case .animated: Words("in animated style", heldOut: ["as a cartoon"])
    case .surreal: Words("in surrealism style", heldOut: ["as in a dream"])
    }
  }
}

extension CameraMove {
  /// What the camera does; each stands by itself, after a comma or alone. A pan without a side goes right.
  var words: Words {
    switch self {
    case .still:
      Words(
        "static camera", "no camera movement", "locked-off shot", "the camera does not move", "fixed camera",
        heldOut: ["tripod shot"])
    case .panLeft:
      Words(
        "camera pans left", "the camera pans to the left", "pan left", "panning left",
        heldOut: ["leftward pan"])
    case .panRight:
      Words(
        "camera pans right", "the camera pans to the right", "pan right", "panning right",
        "slow pan", "panning shot", heldOut: ["rightward pan"])
    case .tiltUp:
      Words("camera tilts up", "the camera tilts upwards", "tilt up", "tilting up", heldOut: ["upward tilt"])
    case .tiltDown:
      Words(
        "camera tilts down", "the camera tilts downwards", "tilt down", "tilting down",
        heldOut: ["downward tilt"])
    case .zoomIn:
      Words("camera zooms in", "zoom in", "slow zoom in", "the camera zooms in", heldOut: ["push-in"])
    case .zoomOut:
      Words("camera zooms out", "zoom out", "slow zoom out", "the camera zooms out", heldOut: ["pull-out"])
    case .track:
      Words(
        "tracking shot", "tracking camera", "camera follows the action", "the camera follows along",
        "follow shot",
        "camera follows", "the camera follows", heldOut: ["dolly shot"])
    case .handheld:
      Words("handheld camera", "shaky camera", "handheld", "hand-held camera", heldOut: ["wobbly camcorder"])
    }
  }
}

extension ShotSize {
  /// How much the frame takes in.
  var words: Words {
    switch self {
    case .wide: Words("wide shot", "long shot", "wide angle", heldOut: ["establishing shot"])
    case .medium: Words("medium shot", "mid shot", heldOut: ["waist shot"])
    case .closeUp: Words("close-up", "close up", "closeup", "close shot", heldOut: ["tight shot"])
    }
  }
}
