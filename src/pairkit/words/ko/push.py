"""한국어: push와 커밋 메시지를 살펴본 뒤에 하는 말."""

TEXTS = {
    "stopped": "작업은 그대로 있고, 아직 아무것도 보내지 않았어요. {found}",
    "waits": "작업은 그대로 있어요. {branch}에 올리는 일만 {owner:이} 볼 때까지 기다려요. {found}",
    "waits.do": (
        "내 브랜치로 따로 올리고 변경 요청(Pull request)을 열어 주세요. {owner:이} 거기서 볼 거예요:  "
        "git push {remote} HEAD:refs/heads/{own}"
    ),
    "waits.tell-ai": (
        '이 작업을 "git push {remote} HEAD:refs/heads/{own}"으로 별도 브랜치에 올리고, {branch:으로} 가는 변경 요청(Pull request)을 '
        "열어서 {owner}에게 봐 달라고 해 줘. {branch}에 바로 올리지는 마."
    ),
    "told": "올려도 괜찮아요. 이런 것이 있으니 알아만 두세요. 지금 할 일은 없어요.",
    "in-commit": "커밋 {commit}",
    "carried-secret.why": (
        "push하면 저장 지점이 모두 함께 가요. 나중에 지운 것도 예전 저장 지점에는 남아 있어요. 아직 올라가지 않았으니 "
        "마지막 커밋들에서 빼기만 하면 돼요."
    ),
    "carried-other.why": (
        "push하면 저장 지점이 모두 함께 가고, 그 안에 든 것은 모두의 기록에 남아요. 아직 올라가지 않았으니 마지막 커밋들에서 "
        "바로잡을 수 있어요."
    ),
    "carried-secret.that": "이 컴퓨터 밖으로 나가면 안 되는",
    "carried-other.that": "기록에 남으면 안 되는",
    "carried.do": "{count:마지막 커밋|마지막 커밋 {count}개}에서 그것을 뺀 다음 다시 push해 주세요. 파일은 그대로 있어요.",
    "carried.tell-ai": (
        "아직 push하지 않은 커밋 {commit}의 {file} {line}번째 줄에 {that} 것이 있어. pairkit이 한 말을 "
        '나에게 보여 줘. 그런 다음 "git reset --soft {before}"로 돌아가서(파일은 모두 그대로 남아) 파일에서 그것을 빼고 다시 '
        "커밋해 줘. 값을 다른 곳에 적지 말고 --no-verify로 올리지도 마."
    ),
    "carried-first.tell-ai": (
        "아직 push하지 않은 커밋 {commit}의 {file} {line}번째 줄에 {that} 것이 있는데, 단순히 되돌릴 수 "
        "없어. pairkit이 한 말을 나에게 보여 주고 개발자에게 부탁하는 것을 도와줘. --no-verify로 올리지는 마."
    ),
    "deleted.found": "모두가 함께 쓰는 {branch:을} 지우려고 해요.",
    "deleted.why": "모두가 {branch} 위에서 일해요. 없어지면 아무도 받거나 올릴 수 없어요.",
    "deleted.do": "그대로 두세요. 정말 지워야 한다면 개발자가 프로젝트 페이지에서 지워요.",
    "forced.found": "{branch:을} 다른 내용으로 덮어써서 다른 사람이 올린 것이 없어지려고 해요.",
    "forced.why": "모두가 받은 {branch}의 내용이 지금 보내는 것에 들어 있지 않아서, 그대로 보내면 그 사람들의 작업이 사라져요.",
    "forced.do": "먼저 거기 있는 것을 받은 다음 force 없이 다시 push해 주세요. 내 작업은 없어지지 않아요:  git pull {remote} {branch}",
    "behind.found": "{branch}에 이 컴퓨터에는 아직 없는 새 작업이 있어요.",
    "behind.why": "이대로 보내면 그 작업을 덮어쓰게 돼요.",
    "behind.do": "먼저 받은 다음 force 없이 다시 push해 주세요. 내 작업은 없어지지 않아요:  git pull {remote} {branch}",
    "tag-moved.found": "이미 함께 쓰고 있는 태그 {tag:을} 다른 내용으로 옮기려고 해요.",
    "tag-moved.why": "먼저 받은 사람은 같은 이름으로 예전 내용을 갖고 있게 되고, 서로 다르다는 것을 아무도 몰라요.",
    "tag-moved.do": "새 내용에는 다음 번호로 새 태그를 붙여서 그것을 push해 주세요.",
    "unknown.found": (
        "{branch}의 최신 내용이 이 컴퓨터에 없어서 무엇이 달라지는지 비교하지 못했어요. git이 push를 받지 않으면 먼저 "
        "받아 주세요:  git pull {remote} {branch}"
    ),
    "partly": (
        "커밋 {count}개 중 새것부터 {looked}개까지 보고, 더 기다리지 않도록 그대로 보냈어요. 모두 보려면:  pairkit check --all"
    ),
    "incident": "다시 잘 되면, 잊기 전에 무슨 일이 있었는지 적어 두세요:  pairkit checklist incident",
    "agent-unguarded": (
        "{agent:이} 여기서 일하고 있는데, 그 지킴이가 하루 넘게 조용해서 커밋만 점검하고 있어요: pairkit doctor"
    ),
    "message.stopped": "작업은 그대로 있어요. 커밋 메시지에 비밀키로 보이는 값이 있어서({what}) 저장 지점을 만들기 전에 멈췄어요.",
    "message.why": (
        "메시지도 기록의 일부라서 이 프로젝트를 받은 사람은 누구나 읽을 수 있어요. 아직 기록되지 않았으니 값만 빼면 돼요."
    ),
    "message.do": "값을 뺀 메시지로 다시 커밋해 주세요.",
    "message.tell-ai": "그 값을 뺀 메시지로 다시 커밋해 줘. 무엇에 쓰는 값인지는 말로만 적고 값은 한 글자도 적지 마.",
}
