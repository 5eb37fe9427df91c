"""한국어: 비밀 값이 어디까지 갔는지, 그럴 때 무엇을 하면 되는지. 아직 커밋하지 않은 값은 규칙의 말을 그대로 써요."""

TEXTS = {
    "page": "바꾸는 곳: {page}",
    "no-page": "바꾸는 곳: 그 키를 처음 만든 곳",
    "more": "키",
    # 마지막 커밋에 있고 아직 나누지 않음
    "newest.short": "마지막 커밋에 있음, 아직 나누지 않음",
    "newest.why": (
        "이 값은 이 컴퓨터의 마지막 커밋에 들어 있고, 이 컴퓨터가 아는 한 아직 다른 사람에게 가지 않았어요. "
        "지금 그 커밋만 바로잡으면 돼요. 한번 나누고 나면 사본을 가진 사람은 누구나 쓸 수 있어요."
    ),
    "newest.do": "파일에서 값을 빼고, 새 커밋을 만드는 대신 마지막 커밋을 고쳐 주세요.",
    "newest.tell_ai": (
        "{file} {line}번째 줄에 있는 비밀 값을 .env 파일로 옮기고 거기서 읽어 오게 해 줘. .env가 .gitignore에 있는지도 확인해 줘. "
        "그것만 스테이지에 올리고 git commit --amend --no-edit 를 실행해 줘. 새 커밋을 덧붙이면 예전 커밋에 값이 그대로 남아. "
        "그 전에는 push하지 말고, 값을 다른 곳에 적지 마."
    ),
    "newest.look": "마지막 커밋에 있고 push하지 않았습니다. push하기 전에 amend로 고칩니다. 키를 바꿀 필요는 없습니다.",
    # 예전 커밋에 있고 아직 나누지 않음
    "committed.short": "커밋에 있음, 아직 나누지 않음",
    "committed.why": (
        "이 값은 이 컴퓨터의 커밋에 들어 있고, 이 컴퓨터가 아는 한 아직 다른 사람에게 가지 않았어요. "
        "나누기 전에는 기록에서도 뺄 수 있어요."
    ),
    "committed.do": (
        "아직 아무것도 공유하지 말아 주세요. 파일에서 값을 빼고, 그 뒤의 커밋에서도 빼야 해요. {owner}에게 도움을 받아도 돼요."
    ),
    "committed.tell_ai": (
        "{file} {line}번째 줄에 있는 비밀 값이 아직 push하지 않은 커밋에 들어 있어. .env 파일로 옮기고 거기서 읽어 오게 해 줘. "
        ".env가 .gitignore에 있는지도 확인해 줘. 값이 처음 들어온 커밋({commit})을 찾아서, 그 바로 앞 커밋으로 git reset --soft 한 다음 "
        "git add, git commit으로 커밋 하나로 다시 남겨 줘. 그 전에는 push하지 말고, 값을 다른 곳에 적지 마."
    ),
    "committed.look": (
        "push하지 않은 커밋에 있습니다({commit}부터). 그 앞으로 soft reset 한 뒤 다시 커밋해서, push할 커밋 어디에도 값이 남지 "
        "않게 합니다."
    ),
    "committed.page-head": "커밋했지만 아직 나누지 않았다면",
    "committed.page-text": (
        "파일에서 값을 빼고 커밋에서도 빼 주세요. 마지막 커밋이면 git commit --amend, 더 앞의 커밋이면 그 바로 앞으로 "
        "git reset --soft 한 다음 다시 커밋해요. 그 전에는 공유하지 말아 주세요."
    ),
    # 다른 사람에게 감
    "pushed.short": "이미 나눔",
    "pushed.head": "작업은 그대로 있어요. 다른 사람도 이미 볼 수 있어서 먼저 할 일이 있어요. {found}",
    "pushed.why": (
        "이 값은 이미 이 컴퓨터 밖으로 나갔어요. 프로젝트 사본을 가진 사람은 누구나 쓸 수 있고, 파일에서 빼도 되돌아오지 않아요."
    ),
    "pushed.do": "키부터 바꿔야 해요. {owner:이} 바꾸면 돼요. 파일에서 값을 빼는 것은 그다음이에요. {page}",
    "pushed.tell_ai": (
        "{file} {line}번째 줄에 있는 비밀 값을 .env 파일로 옮기고 거기서 읽어 오게 해 줘. .env가 .gitignore에 있는지도 확인해 줘. "
        "키는 새로 바꿀 거라서 예전 값은 쓸모없어져. 기록은 고쳐 쓰지 말고, 새 값은 .env에만 적어 줘."
    ),
    "pushed.also": "다른 사람도 이미 가지고 있어서 키를 바꿔야 해요.",
    "pushed.look": (
        "이미 push했습니다. 키부터 바꾸고 낯선 사용 기록이 있는지 봅니다. 값은 그다음에 뺍니다. 기록을 고쳐 써도 사본은 "
        "남습니다. {page}"
    ),
    "pushed.page-head": "이미 나누었다면",
    "pushed.page-text": (
        "키를 만든 곳에서 키부터 바꿔서 예전 키로는 아무것도 열 수 없게 해 주세요. pairkit이 아는 서비스라면 알림에 주소가 나와요. "
        "파일에서 값을 빼는 것은 그다음이에요. 기록을 고쳐 써도 다른 사람이 가진 사본은 남아요."
    ),
    # 알 수 없음
    "unknown.short": "나누었는지 알 수 없음",
    "unknown.head": "작업은 그대로 있어요. 다른 사람이 이미 볼 수도 있어서 먼저 할 일이 있어요. {found}",
    "unknown.why": (
        "다른 사람이 이 값을 이미 가지고 있는지 여기서는 알 수 없어요. 가지고 있다면 누구나 쓸 수 있고, 파일에서 빼도 "
        "되돌아오지 않아요."
    ),
    "unknown.do": "파일에서 값을 빼 주세요. 한 번이라도 나눈 적이 있다면 {owner:이} 키부터 바꿔야 해요. {page}",
    "unknown.look": "push했는지 여기서는 알 수 없습니다. push했다면 키부터 바꾸고 값을 뺍니다. {page}",
    # 비밀 값을 담은 파일
    "env-file-newest.found": "{file}에는 이 컴퓨터의 비밀 값이 들어 있는데, 마지막 커밋에 들어 있어요.",
    "env-file-newest.do": "파일은 그대로 두고, 마지막 커밋에서만 빼 주세요.",
    "env-file-newest.tell_ai": (
        '{file} 파일은 지우지 말고 "git rm --cached"와 "git commit --amend --no-edit"로 마지막 커밋에서 빼 줘. '
        ".gitignore에 .env가 있는지 확인하고, 그 전에는 push하지 마. 설정 이름만 값 없이 .env.example에 적어 줘."
    ),
    "env-file-committed.found": "{file}에는 이 컴퓨터의 비밀 값이 들어 있는데, 커밋에 들어 있어요.",
    "env-file-committed.do": (
        "아직 아무것도 공유하지 말아 주세요. 파일은 그대로 두고 그 뒤의 커밋에서 빼야 해요. {owner}에게 도움을 받아도 돼요."
    ),
    "env-file-committed.tell_ai": (
        '{file} 파일은 지우지 말고 "git rm --cached"로 빼 줘. .gitignore에 .env가 있는지도 확인해 줘. 아직 push하지 않은 커밋에 '
        "들어 있으니, 처음 들어온 커밋({commit})을 찾아 그 바로 앞으로 git reset --soft 한 다음 git add, git commit으로 "
        "커밋 하나로 다시 남겨 줘. 그 전에는 push하지 마."
    ),
    "env-file-pushed.found": "{file}에는 이 컴퓨터의 비밀 값이 들어 있는데, 다른 사람도 이미 가지고 있어요.",
    "env-file-pushed.do": (
        "그 안의 키와 비밀번호부터 모두 바꿔야 해요. {owner:이} 바꾸면 돼요. 그다음에 파일은 이 컴퓨터에 두고 프로젝트에서만 "
        "빼 주세요."
    ),
    "env-file-pushed.tell_ai": (
        '{file} 파일은 지우지 말고 "git rm --cached"로 프로젝트에서 빼 줘. .gitignore에 .env가 있는지 확인하고, 설정 이름만 값 없이 '
        ".env.example에 적어 줘. 값은 새로 바꿀 거니까 기록은 고쳐 쓰지 마."
    ),
    "env-file-pushed.look": "이미 push했습니다. 그 안의 값을 모두 바꾼 다음 파일을 프로젝트에서 뺍니다.",
    "env-file-unknown.found": "{file}에는 이 컴퓨터의 비밀 값이 들어 있는데, 프로젝트에 들어 있어요.",
    "env-file-unknown.do": (
        "파일은 그대로 두고 프로젝트에서만 빼 주세요. 한 번이라도 나눈 적이 있다면 {owner:이} 그 안의 키부터 모두 바꿔야 해요."
    ),
    "env-file-unknown.look": "push한 적이 있다면 그 안의 값을 모두 바꾼 다음 파일을 뺍니다.",
}
