"""한국어: 에이전트가 읽는 파일."""

TEXTS = {
    "written": "썼어요: {path}",
    "changed": "새로 고쳤어요: {path}. 직접 쓴 글은 그대로예요.",
    "removed": "지웠어요: {path}",
    "behind": "최신이 아니에요: {path}. pairkit guard sync 를 실행해 주세요.",
    "foreign": "그대로 두었어요: {path:은} 직접 만든 파일이에요.",
    "no-end": "그대로 두었어요: {path}에 우리가 쓴 부분의 끝 표시가 없어서 어디까지가 직접 쓴 글인지 알 수 없어요. 시작 표시부터 우리 부분을 지우고 pairkit guard sync 를 실행해 주세요.",
    "not-json": "그대로 두었어요: {path:을} 설정으로 읽을 수 없거나 context.fileName이 목록이 아니에요. AGENTS.md를 적어 주세요.",
    "not-text": "그대로 두었어요: {path:은} UTF-8 텍스트가 아니에요. UTF-8로 다시 저장해 주세요.",
    "link": "그대로 두었어요: {path:은} 다른 곳을 가리키는 링크예요.",
    "unwritable": "그대로 두었어요: {path:을} 읽거나 쓸 수 없어요.",
}
