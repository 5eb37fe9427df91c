"""한국어: `check --online`, 새 패키지를 물어본 결과."""

TEXTS = {
    "help": "새로 들어온 패키지가 정말 있는지 이 컴퓨터의 pip과 npm에 물어봐요.",
    "none": "패키지: 새로 들어온 것이 없어서 묻지 않았어요.",
    "exists": "있는 패키지({count}개): {names}. 좋은 패키지인지는 따로 봐야 해요.",
    "missing": "패키지를 받아 오는 곳에 없는 이름({count}개): {names}.",
    "not-asked-tool": "이 컴퓨터에 pip이나 npm이 없어서 묻지 못했어요: {names}.",
    "not-asked-kind": "pip과 npm에만 물을 수 있어서 묻지 못했어요: {names}.",
    "not-asked-name": "패키지 이름이 아니어서 묻지 않았어요: {names}.",
    "not-asked-many": "한 번에 묻기에는 많아서 {count}개는 묻지 않았어요: {names}.",
    "not-asked-time": "제때 답이 없어서 알 수 없어요: {names}.",
    "not-asked-answer": "분명한 답이 없어서 알 수 없어요(네트워크, 접근 권한, 이 컴퓨터용이 없는 경우): {names}.",
}
