"""Where text becomes a command: the calls and assignments of each language, and the words that stand in each."""

from __future__ import annotations

SINKS = {
    "run": {
        "py": r"(?<![\w.])(?:eval|exec|execfile)\(",
        "js": r"(?<![\w.])eval\(|\bnew\s+Function\(|\bvm\.(?:run\w*|compileFunction)\(|\bnew\s+vm\.Script\(",
        "php": r"(?<![\w>$:])(?:eval|assert|create_function)\s{0,3}\(",
        "rb": r"(?<![\w.])eval\(?\s|\.(?:instance_eval|class_eval)\(|(?<![\w.])eval\(|\.(?:safe_)?constantize\b"
        r"|\.(?:public_)?send\(|\.const_get\(",
        "java": r"\.(?:eval|parseExpression)\(",
    },
    "load": {
        "py": r"\b(?:c?[pP]ickle|dill|cloudpickle|marshal|joblib|jsonpickle)\.(?:loads?|decode|Unpickler)\("
        r"|\byaml\.(?:unsafe_load|unsafe_load_all|load|load_all)\(|\btorch\.load\("
        r"|\bpd\.read_pickle\(|\bshelve\.open\(",
        "js": r"\b(?:serialize|nodeSerialize)\.unserialize\(|(?<![\w.$])unserialize\(",
        "php": r"(?<![\w>$:])unserialize\(",
        "rb": r"\bMarshal\.(?:load|restore)\(|\b(?:YAML|Psych)(?:\.|::)(?:unsafe_load(?:_file)?|load(?:_file)?)\("
        r"|\bOj\.load\(",
        "java": r"\bnew\s+(?:ObjectInputStream|XMLDecoder)\(|(?i:\bxstream)\w{0,20}(?:\(\))?\.fromXML\("
        r"|\.(?:enable|activate)DefaultTyping\(|\bnew\s+Yaml\(\)\.load(?:All|As)?\(",
    },
    "shell": {
        "py": r"\bos\.(?:system|popen)\(|\bsubprocess\.(?:run|call|Popen|check_output|check_call)\(|(?<![\w.])Popen\("
        r"|\b(?:subprocess|commands)\.get(?:status)?output\(|\bcreate_subprocess_shell\(|\.exec_command\(",
        "js": (
            r"(?<![\w.])exec(?:Sync)?\(|\b(?:child_process|cp|childProcess"
            r"|shell|shelljs)\.exec(?:Sync)?\(|(?<![\w.])(?:execAsync|execPromise)\("
        ),
        "php": r"(?<![\w>$:])(?:system|exec|shell_exec|passthru|popen|proc_open)\(",
        "rb": r"(?<![\w.])(?:system|exec|spawn)\(|\bIO\.popen\(|\bOpen3\.\w+\(|(?<![\w.])system\s(?=[\"'])",
        "java": r"\bgetRuntime\(\)\.exec\(",
        "go": r"\bexec\.Command(?:Context)?\((?:[\w.]{1,30},\s{0,3})?\"(?:/bin/)?(?:ba|z)?sh\",\s{0,3}\"-c\",\s{0,3}",
    },
    "sql": {
        "py": r"\.(?:execute|executemany|executescript|raw|extra|fetch|fetchrow"
        r"|fetchval|fetchone|read_sql\w*)\(|\bRawSQL\(|(?<![\w.])text\("
        r"|(?<=[\w])\.query\(",
        "js": (
            r"\.(?:query|execute|raw|\$queryRawUnsafe|\$executeRawUnsafe"
            r"|exec|prepare|run|all|get|each|literal|unsafe)\("
        ),
        "php": (
            r"\bmysqli?_query\((?:\s{0,3}\$[\w>-]{1,40},)?|\bpg_query\((?:\s{0,3}\$[\w>-]{1,40},)?"
            r"|->(?:query|exec|prepare|rawQuery"
            r"|whereRaw|selectRaw|orderByRaw)\(|\bDB::(?:raw|select|statement"
            r"|unprepared)\("
        ),
        "rb": (
            r"(?:\.|(?<![\w.]))(?:where|find_by_sql|execute|order|group|having|joins|select"
            r"|exists\?|pluck|update_all|delete_all|count_by_sql|exec_query)\("
        ),
        "java": (
            r"\.(?:executeQuery|executeUpdate|execute|createQuery|createNativeQuery"
            r"|prepareStatement|query|queryForObject|queryForList|update)\("
        ),
        "go": r"\.(?:Query|QueryRow|Exec|QueryContext|QueryRowContext|ExecContext|Raw|Prepare|Where|Get|Select)\(",
    },
    "nosql": {
        "js": r"[\"']?\$where[\"']?\]?\s{0,3}[:=]\s{0,3}"
        r"|(?:\b[A-Z]\w{1,40}|\bcollection\([^)\n]{1,40}\)|\bdb\.\w{1,40})\.(?:find|findOne|findOneAnd\w{6,8}|updateOne|updateMany|deleteOne"
        r"|deleteMany|countDocuments|exists)\((?=\s{0,9}\{)",
        "py": r"[\"']\$where[\"']\s{0,3}:\s{0,3}",
    },
    "template": {
        "py": (
            r"\brender_template_string\(|\b(?:env|environment|jinja_env)\.from_string\("
            r"|(?<![\w.])Template\(|\bjinja2\.Template\("
        ),
        "js": (
            r"\b(?:ejs|pug|nunjucks|handlebars|Handlebars|_|lodash|mustache)\.(?:render"
            r"|renderString|compile|template)\("
        ),
        "rb": r"\bERB\.new\(|render\s{1,3}inline:\s{0,3}",
        "go": r"\btemplate\.New\([^)]{0,60}\)\.Parse\(",
        "php": r"->createTemplate\(|\bBlade::render\(",
    },
    "path": {
        "py": (
            r"(?<![\w.])open\(|\bsend_file\(|\bFileResponse\(|\bos\.(?:remove"
            r"|unlink|rename|listdir)\(|\bshutil\.\w+\("
        ),
        "js": (
            r"\bfs(?:Promises|\.promises)?\.(?:readFile|writeFile|createReadStream"
            r"|unlink|readdir|appendFile|createWriteStream)(?:Sync)?\(|\.(?:sendFile"
            r"|download)\("
        ),
        "php": (
            r"(?<![\w>$:])(?:file_get_contents|fopen|readfile|unlink|file_put_contents"
            r"|file)\(|(?<![\w>$:])(?:include|require)(?:_once)?\s{0,3}\(?"
        ),
        "rb": r"\bFile\.(?:read|open|new|delete|binread)\(|\bsend_file\(?\s?|\bIO\.read\(",
        "java": r"\bnew\s+(?:File|FileInputStream|FileReader)\(|\b(?:Paths\.get|Path\.of)\(",
        "go": (
            r"\bos\.(?:Open|ReadFile|Remove|Create|OpenFile)\(|\bioutil\.ReadFile\("
            r"|\bhttp\.ServeFile\(\w{1,9},\s{0,3}\w{1,9},\s{0,3}"
        ),
    },
    "url": {
        "py": (
            r"\b(?:requests|httpx|session|client|http)\.(?:get|post|put|head"
            r"|delete|request|stream)\(|\burlopen\(|\burlretrieve\("
        ),
        "js": (
            r"(?<![\w.])fetch\(|\baxios(?:\.(?:get|post|put|head|request))?\("
            r"|\bgot(?:\.\w+)?\(|\bneedle\.\w+\(|\bpage\.goto\("
        ),
        "php": r"\bcurl_init\(|\bHttp::(?:get|post)\(",
        "rb": r"\bURI\.open\(|\bNet::HTTP\.\w+\(|\bHTTParty\.\w+\(|\bFaraday\.\w+\(",
        "java": r"\bnew\s+URL\(|\.getForObject\(|\.getForEntity\(",
        "go": r"\bhttp\.(?:Get|Post|Head)\(",
    },
    "redirect": {
        "py": r"(?<![\w.])redirect\(|\bHttpResponseRedirect\(|\bRedirectResponse\(",
        "js": (
            r"\bres(?:ponse)?\.redirect\(|\bNextResponse\.redirect\(|(?<![\w.])redirect\("
            r"|(?<!const )(?<!let )(?<!var )\b(?:window\.)?location(?:\.href)?\s{0,3}=\s{0,3}(?!=)"
            r"|\blocation\.(?:assign"
            r"|replace)\("
        ),
        "php": r"\bheader\(\s{0,3}['\"](?i:location):\s{0,3}|\bredirect\(\)?(?:->(?:to|away)\()?",
        "rb": r"\bredirect_to\(?\s?",
        "java": r"\.sendRedirect\(|\bnew\s+RedirectView\(",
        "go": r"\bhttp\.Redirect\(\w{1,9},\s{0,3}\w{1,9},\s{0,3}",
    },
    "html": {
        "py": r"\bmark_safe\(|(?<![\w.])Markup\(|\bHttpResponse\(|\bHTMLResponse\(|\bmake_response\(",
        "js": r"\.(?:innerHTML|outerHTML)\s{0,3}\+?=\s{0,3}(?!=)|\.insertAdjacentHTML\(\s{0,3}[\"'`]\w+[\"'`],\s{0,3}"
        r"|\bdocument\.write(?:ln)?\("
        r"|\bdangerouslySetInnerHTML=\{\{?\s{0,3}(?:__html:\s{0,3})?"
        r"|\bbypassSecurityTrust\w+\(|\bv-html=|\{@html\s|\bres\.(?:send"
        r"|write|end)\(",
        "php": r"(?<![\w>$])(?:echo|print)\s{1,3}|\{!!\s{0,3}",
        "rb": r"(?<![\w.])raw\b\(?\s?|\.html_safe\b",
        "go": r"\btemplate\.(?:HTML|JS|URL|HTMLAttr)\(",
    },
    "cookie": {
        "py": (
            r"\.set_cookie\(\s{0,20}(?:key\s{0,3}=\s{0,3})?[\"'](?P<name>\w{0,40}(?:session"
            r"|user|auth|token|login|remember|admin)\w{0,40})[\"'],\s{0,20}(?:value\s{0,3}=\s{0,3})?"
        ),
        "js": r"\b(?:res|response|reply)\.(?:cookie|setCookie)\(\s{0,20}[\"'`](?P<name>\w{0,40}(?:session"
        r"|user|auth|token|login|remember|admin)\w{0,40})[\"'`],\s{0,20}"
        r"|\bcookies\(\)(?:\))?\.set\(\s{0,20}[\"'`](?:\w{0,40}(?:session"
        r"|user|auth|token|login|remember|admin)\w{0,40})[\"'`],\s{0,20}",
        "php": (
            r"\bsetcookie\(\s{0,9}[\"'](?P<name>\w{0,40}(?:session|user|auth"
            r"|token|login|remember|admin)\w{0,40})[\"'],\s{0,20}"
        ),
    },
}

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "run": {
        "py": ("eval(", "exec(", "execfile("),
        "js": ("eval(", "Function(", "run", "compileFunction(", "Script("),
        "php": ("eval", "assert", "create_function"),
        "rb": ("eval", "instance_eval(", "class_eval(", "constantize", "send(", "const_get("),
        "java": ("eval(", "parseExpression("),
    },
    "load": {
        "py": ("load(", "loads(", "decode(", "Unpickler(", "unsafe_load(", "unsafe_load_all(", "load_all(",
               "read_pickle(", "open("),
        "js": ("unserialize(",),
        "php": ("unserialize(",),
        "rb": ("load(", "load_file(", "restore(", "unsafe_load"),
        "java": ("ObjectInputStream(", "XMLDecoder(", "fromXML(", "DefaultTyping(", "load"),
    },
    "shell": {
        "py": ("system(", "popen(", "run(", "call(", "Popen(", "check_output(", "check_call(", "getoutput(",
               "getstatusoutput(", "create_subprocess_shell(", "exec_command("),
        "js": ("exec(", "execSync(", "execAsync(", "execPromise("),
        "php": ("system(", "exec(", "shell_exec(", "passthru(", "popen(", "proc_open("),
        "rb": ("system", "exec(", "spawn(", "popen(", "Open3"),
        "java": ("exec(",),
        "go": ("Command(", "CommandContext("),
    },
    "sql": {
        "py": ("execute(", "executemany(", "executescript(", "raw(", "extra(", "fetch(", "fetchrow(", "fetchval(",
               "fetchone(", "read_sql", "RawSQL(", "text(", "query("),
        "js": ("query(", "execute(", "raw(", "queryRawUnsafe(", "executeRawUnsafe(", "exec(",
               "prepare(", "run(", "all(", "get(", "each(", "literal(", "unsafe("),
        "php": ("mysql_query(", "mysqli_query(", "pg_query(", "query(", "exec(", "prepare(", "rawQuery(", "whereRaw(",
                "selectRaw(", "orderByRaw(", "raw(", "select(", "statement(", "unprepared("),
        "rb": ("where(", "find_by_sql(", "execute(", "order(", "group(", "having(", "joins(", "select(", "exists",
               "pluck(", "update_all(", "delete_all(", "count_by_sql(", "exec_query("),
        "java": ("executeQuery(", "executeUpdate(", "execute(", "createQuery(", "createNativeQuery(",
                 "prepareStatement(", "query(", "queryForObject(", "queryForList(", "update("),
        "go": ("Query(", "QueryRow(", "Exec(", "QueryContext(", "QueryRowContext(", "ExecContext(", "Raw(", "Prepare(",
               "Where(", "Get(", "Select("),
    },
    "nosql": {
        "js": ("where", "find(", "findOne", "updateOne(", "updateMany(", "deleteOne(", "deleteMany(", "countDocuments(",
               "exists("),
        "py": ("where",),
    },
    "template": {
        "py": ("render_template_string(", "from_string(", "Template("),
        "js": ("render(", "renderString(", "compile(", "template("),
        "rb": ("ERB", "inline"),
        "go": ("Parse(",),
        "php": ("createTemplate(", "render("),
    },
    "path": {
        "py": ("open(", "send_file(", "FileResponse(", "remove(", "unlink(", "rename(", "listdir(", "shutil"),
        "js": ("readFile", "writeFile", "createReadStream", "unlink", "readdir", "appendFile",
               "createWriteStream", "sendFile(", "download("),
        "php": ("file_get_contents(", "fopen(", "readfile(", "unlink(", "file_put_contents(", "file(", "include",
                "require"),
        "rb": ("File", "send_file", "IO"),
        "java": ("File(", "FileInputStream(", "FileReader(", "get(", "of("),
        "go": ("Open(", "ReadFile(", "Remove(", "Create(", "OpenFile(", "ServeFile("),
    },
    "url": {
        "py": ("get(", "post(", "put(", "head(", "delete(", "request(", "stream(", "urlopen(", "urlretrieve("),
        "js": ("fetch(", "axios", "got", "needle", "goto("),
        "php": ("curl_init(", "get(", "post("),
        "rb": ("URI", "HTTP", "HTTParty", "Faraday"),
        "java": ("URL(", "getForObject(", "getForEntity("),
        "go": ("Get(", "Post(", "Head("),
    },
    "redirect": {
        "py": ("redirect(", "HttpResponseRedirect(", "RedirectResponse("),
        "js": ("redirect(", "location", "assign(", "replace("),
        "php": ("header(", "redirect("),
        "rb": ("redirect_to",),
        "java": ("sendRedirect(", "RedirectView("),
        "go": ("Redirect(",),
    },
    "html": {
        "py": ("mark_safe(", "Markup(", "HttpResponse(", "HTMLResponse(", "make_response("),
        "js": ("innerHTML", "outerHTML", "insertAdjacentHTML(", "write(", "writeln(", "dangerouslySetInnerHTML",
               "bypassSecurityTrust", "html", "send(", "end("),
        "php": ("",),
        "rb": ("raw", "html_safe"),
        "go": ("HTML(", "JS(", "URL(", "HTMLAttr("),
    },
    "cookie": {
        "py": ("set_cookie(",),
        "js": ("cookie(", "setCookie(", "cookies("),
        "php": ("setcookie(",),
    },
}  # fmt: skip
"""Texts of which at least one stands in every match of the pattern: a place is only looked for where they are."""
LOOSE: dict[tuple[str, str], str] = {
    ("run", "js"): r"\b(?:Function|Script)\(",
    ("load", "java"): r"\b(?:ObjectInputStream|XMLDecoder)\(",
    ("path", "java"): r"\b(?:File|FileInputStream|FileReader)\(",
    ("url", "java"): r"\bURL\(",
    ("redirect", "java"): r"\bRedirectView\(",
    ("shell", "go"): r"\bCommand(?:Context)?\(",
    ("path", "go"): r"\bServeFile\(",
    ("redirect", "go"): r"\bRedirect\(",
    ("redirect", "php"): r"\bheader\(",
    ("html", "php"): r"\b(?:echo|print)\b",
    ("html", "js"): r"\binsertAdjacentHTML\(",
    ("template", "go"): r"\btemplate\.New\(",
    ("template", "rb"): r"\binline:",
    ("cookie", "py"): r"\bset_cookie\(",
    ("cookie", "js"): r"\b(?:cookie|setCookie|set)\(",
    ("cookie", "php"): r"\bsetcookie\(",
}
"""What to look for while comments are still in the code, where a pattern reaches over a gap that may hold one."""
