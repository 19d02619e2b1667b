// What beats look and sound like: lines of our own, in which A and B stand for who does it and to whom.

/// Ways to tell a beat.
///
/// Paragraphs are separated by blank lines; one that begins with `A:` or `B:` is said. `{A}` and `{B}` are names, `{t}` the thing, `{p}` and `{q}`
/// the place and where somebody goes, `{c}` what one can hide behind. Every paragraph of action names who is in it, and says with
/// verbs that a film set can show what they do.
enum StoryLines {
  /// The ways of a beat in a genre: its own before those of all.
  static func ways(_ kind: StoryBeat.Kind, _ genre: StoryGenre) -> [String] {
    (own[genre]?[kind] ?? []) + (all[kind] ?? [])
  }

  private static let own: [StoryGenre: [StoryBeat.Kind: [String]]] = [
    .noir: [
      .open: [
        "{A} stands in the dark and waits.\n\nA: In this town everybody waits for something. I wait for it to stop.",
        "{A} sits alone. It is late, and then it is later.\n\nA: Nobody ever came here by choice. I checked.",
      ],
      .steal: [
        "{A} looks at {B}, then at the {t}, then at the door.\n\nA: Nothing personal.\n\n{A} takes the {t} and runs away.\n\nB: It never is."
      ],
      .refuse: ["{A} looks at {B} for a long time.\n\nA: You ask nicely. So did the last one."],
      .tell: [
        "{A} waits until {B} looks the other way.\n\nA: You did not hear it from me. {H} has it.\n\nB: I never hear anything. It is why I am still here."
      ],
      .part: ["{B} waits.\n\nA: Do not wait up.\n\n{A} walks away.\n\nB: I was not going to ask."],
      .lonely: [
        "{A} stands alone in what is left of the night.\n\nA: Everybody gets what they want. Then they find out what it was."
      ],
    ],
    .comedy: [
      .open: [
        "{A} sits and does nothing, with great care.\n\nA: If anybody asks, I am busy.",
        "{A} dances, and stops, and pretends that it was a stretch.",
      ],
      .refuse: [
        "{A} looks at {B}.\n\nA: No.\n\nB: You have not heard what I offer.\n\nA: No, thank you, then."
      ],
      .confront: [
        "{B} stands very still. {A} waits.\n\nA: Give it back.\n\nB: Give what back?\n\nA: You are sitting on it."
      ],
      .lose: [
        "{A} drops the {t} to scratch an ear. It takes a moment. It takes a moment too long.\n\nA: It was here. I was here. One of us has gone."
      ],
      .share: [
        "{A} and {B} hold the {t} together.\n\nB: Is it heavy?\n\nA: It is now. You are holding it wrong."
      ],
    ],
    .fairytale: [
      .open: [
        "Once there was {A}. {A} sits under the sky and wishes.\n\nA: Just one thing. I would not even mind which.",
        "{A} walks as far as the path is drawn, and waits there for the rest of it.",
      ],
      .meet: [
        "{A} and {B} meet, as it was told they would.\n\nB: I was told to wait for somebody small.\n\nA: I was told to look for somebody patient."
      ],
      .give: [
        "{A} gives the {t} to {B}.\n\nA: Three people asked for it. You are the first who said please.\n\nB: I forgot to say it.\n\nA: I heard it anyway."
      ],
      .share: ["{A} and {B} hold the {t} together, and neither of them is ever cold again."],
    ],
    .romance: [
      .meet: [
        "{A} and {B} meet in the middle, where there is room for one.\n\nA: After you.\n\nB: I would rather not, if you do not mind. I like it here."
      ],
      .quarrel: [
        "{A} looks at {B}. {B} looks at the ground.\n\nA: You could have said something.\n\nB: I did. Every day. You thought it was the weather."
      ],
      .apologize: [
        "{A} waits until {B} looks up.\n\nA: I practised this. It was longer.\n\nB: Say the short one.\n\nA: Stay."
      ],
      .part: [
        "{B} stands there. {A} waits a moment too long.\n\nA: Then I will go.\n\n{A} walks away.\n\nB: (to nobody)\nThen I will stay."
      ],
    ],
    .mystery: [
      .open: [
        "{A} stands quite still and listens.\n\nA: Somebody was here. The dust has been polite, but it remembers."
      ],
      .search: [
        "{A} creeps along {p} and looks at everything twice.\n\nA: It is not here. But something was, and it had feet."
      ],
      .tell: [
        "{A} looks round before speaking to {B}.\n\nA: The one whom you are looking for is {H}. I saw it from the window.\n\nB: Which window?\n\nA: The one that is always closed."
      ],
    ],
    .adventure: [
      .open: [
        "{A} walks up to the edge of {p} and looks at what is beyond it.\n\nA: Somebody should go there. I have nothing on."
      ],
      .follow: [
        "{A} runs after {B}, over everything that is in the way.\n\nA: You are fast!\n\n{B} looks back.\n\nB: You are loud!"
      ],
      .escape: [
        "{A} jumps, turns, and runs away. {B} stands there with nothing.\n\nB: That was my good side."
      ],
    ],
  ]

  private static let all: [StoryBeat.Kind: [String]] = [
    .open: [
      "{A} sits here and has been sitting here since this morning.\n\nA: Something will happen. It always does, to somebody.",
      "{A} waits for nothing in particular.\n\nA: A quiet day. I do not trust it.",
    ],
    .arrive: [
      "{A} arrives. {B} looks up.\n\nB: You again.\n\nA: I was only passing.",
      "{B} sits there. {A} arrives and stands at a distance.\n\nA: Is this taken?\n\nB: Most of it.",
      "{A} arrives. {B} waits until the silence is used up.\n\nB: You look as if you had lost something.",
    ],
    .meet: [
      "{A} and {B} meet. Neither of them knows what one says then.\n\nA: Nice evening.\n\nB: It is morning.\n\nA: Then it is early for you as well.",
      "{A} and {B} look at each other.\n\nA: I do not know you.\n\nB: That can be helped.",
      "{B} stands a little apart. {A} walks over.\n\nA: I have seen you here before.\n\nB: I have been here before. It fits.",
    ],
    .show: [
      "{A} holds the {t} so that everybody can see it.\n\nA: It is mine. I mention it in case somebody asks.",
      "{A} carries the {t} round {p}, slowly.\n\nA: You may look. Looking is free.",
      "{A} holds the {t} up to the light.\n\nA: I never had anything before that others wanted.",
    ],
    .ask: [
      "{A} looks at the {t} that {B} has.\n\nA: May I hold it? Only for a moment.",
      "{A} walks up to {B}.\n\nA: I would give anything for it.\n\nB: You have nothing.\n\nA: I would give that.",
      "{A} stands before {B} and looks at nothing but the {t}.\n\nA: What would it take?",
    ],
    .refuse: [
      "{A} looks at {B}.\n\nA: No.\n\nB: Not even on Sundays?\n\nA: Least of all on Sundays.",
      "{A} turns from {B}.\n\nA: Ask me tomorrow.\n\nB: And what will you say tomorrow?\n\nA: That.",
      "{A} waits until {B} has finished hoping.\n\nA: It is the only one I have.",
    ],
    .give: [
      "{A} gives the {t} to {B}.\n\nA: Take it. I have looked at it long enough.\n\nB: You are not sad?\n\nA: I will be in a minute. Go on, be quick.",
      "{A} looks at the {t} once more. Then {A} gives the {t} to {B}.\n\nB: Why?\n\nA: You asked as if it mattered.",
    ],
    .steal: [
      "{B} looks the other way. {A} takes the {t} and runs away.\n\nB: Stop! That is not yours!",
      "{A} waits. {B} blinks. {A} takes the {t} and runs away.\n\nB: I only blinked.",
      "{A} walks past {B}, takes the {t}, and runs off.\n\nB: Come back! You do not even know how it works!",
    ],
    .lose: [
      "{A} drops the {t} and does not notice.\n\nA: I had it. I had it a moment ago. That is what having is like.",
      "{A} stumbles. {A} drops the {t}, and it is gone, as far as {q} at least.\n\nA: No. No, no. Not now.",
      "{A} looks down. Nothing.\n\nA: I put it down for a second.\n\n{A} drops what is left of the day: the {t} is gone.",
    ],
    .find: [
      "{A} stops. There it lies. {A} takes the {t}.\n\nA: So this is where you went.",
      "{A} looks twice. Then {A} takes the {t}.\n\nA: Everybody looks for it, and it was here all the time, being looked over.",
    ],
    .search: [
      "{A} walks along {p} and looks for the {t}.\n\nA: Not here. Not here either. It is remarkable how much there is where a thing is not.",
      "{A} creeps round {p}, and looks, and finds a shadow.\n\nA: I was so sure.",
      "{A} stands in {p}. No {t}.\n\nA: I have asked everyone. Everyone has asked me.",
    ],
    .tell: [
      "{A} looks at {B}.\n\nA: I saw it. {H} has it.\n\nB: Are you certain?\n\nA: I am never certain. But I was there.",
      "{B} waits. {A} cannot keep it any longer.\n\nA: You did not ask, so I tell you: {H} has it.\n\nB: I was about to ask.",
    ],
    .follow: [
      "{B} walks along with the {t}. {A} runs after {B}.\n\nA: Wait!\n\nB: No!",
      "{A} follows {B}, and keeps to the shadows.\n\n{B} stops.\n\nB: I can hear you.\n\nA: (very quietly)\nNo, you cannot.",
    ],
    .hide: [
      "{B} comes closer. {A} hides behind the {c}.\n\nB: I know that you are here.\n\nA: (after a while)\nHow?\n\nB: I did not, until now.",
      "{A} hides behind the {c}. {B} walks by and stops.\n\nB: Strange. It smells of a bad conscience.",
    ],
    .confront: [
      "{A} stands before {B}.\n\nA: It is not yours.\n\nB: It is in my hand.\n\nA: So is the truth, and you are not using that either.",
      "{A} walks up to {B} and does not blink.\n\nA: Give it back. I will ask only once.\n\nB: That was once.",
      "{B} stands with the back to the wall. {A} waits.\n\nA: I am not angry. I have walked too far to be angry.",
    ],
    .yield: [
      "{A} looks at the ground. {A} gives the {t} to {B}.\n\nA: It was lighter before I took it.\n\nB: It does that.",
      "{A} gives the {t} to {B}.\n\nA: Here. It never looked at me the way it looked at you.",
    ],
    .escape: [
      "{A} looks left. {B} looks left too. {A} runs away.\n\nB: I fell for that. I always fall for that.",
      "{A} jumps past {B} and runs away.\n\nB: I have all night! I have all week!",
    ],
    .apologize: [
      "{A} stands before {B} and has prepared nothing.\n\nA: I am sorry.\n\nB: For what?\n\nA: I hoped that you would not ask. For all of it.",
      "{A} sits down beside {B}.\n\nA: I was wrong.\n\nB: Say that again.\n\nA: I would rather not. It took all day.",
    ],
    .quarrel: [
      "{A} looks at {B}. {B} looks away.\n\nA: This is your fault.\n\nB: Mine? I was asleep!\n\nA: Exactly.",
      "{A} walks to and fro. {B} waits.\n\nB: Sit down.\n\nA: I will sit when I am right.\n\nB: Then you will have good legs.",
    ],
    .rain: [
      "It begins to rain. {A} stands in it.\n\nA: Of course.",
      "Rain. {A} looks up and waits for it to be over.\n\nA: You have made your point.",
    ],
    .share: [
      "{A} and {B} hold the {t} together. It is large enough for two. It always was.\n\nB: Mondays?\n\nA: Mondays are mine. You have all the others.",
      "{A} and {B} sit side by side with the {t}.\n\nA: Look at it.\n\nB: I am looking.\n\nA: I meant from here.",
    ],
    .rejoice: [
      "{A} and {B} dance. There is no music, and it is quite loud.",
      "{A} and {B} sit side by side and look at the sky.\n\nA: We never found out what it was for.\n\nB: This, I think.",
    ],
    .keep: [
      "{A} sits alone with the {t}.\n\nA: Well. Here we are.\n\n{A} holds the {t} a little closer, and looks at the empty place beside it.",
      "{A} holds the {t}. Nobody wants it now. Nobody is there to want it.",
    ],
    .part: [
      "{B} waits for a word. {A} has none.\n\nA: I have to go.\n\nB: You said that yesterday.\n\nA: Yesterday I was practising.\n\n{A} walks away.",
      "{A} looks at {B} for the last time.\n\nA: Keep well.\n\n{A} walks away. {B} stands there until there is nothing left to look at.",
    ],
    .lonely: [
      "{A} sits down where it all began. Nobody else does.\n\nA: It was never about the {t}.",
      "{A} stands alone and waits, out of habit.",
    ],
  ]
}
