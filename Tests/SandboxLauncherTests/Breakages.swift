import Testing

/// Services and programs that a policy breaks by a mistake that people make.
struct Breakage: Sendable, CustomTestStringConvertible {
  let name: String
  /// The programs without which the script cannot run.
  let needs: [String]
  /// The calls that the list of what is allowed lacks.
  let missing: [String]
  /// What the policy does with a call that no rule decides, in JSON.
  let defaultAction: String
  /// Rules before the list.
  let rules: [String]
  /// A shell script; `sandbox COMMAND` is `sekat run --explain` with a report in `report`.
  let script: String
  /// What it prints when nothing is in its way.
  let expected: String
  /// What the first screen of each report has to name, in order: the call, as a regular expression.
  let guilty: [String]

  init(
    _ name: String, needs: [String], missing: [String] = [],
    default defaultAction: String = #"{ "errno": "EPERM" }"#, rules: [String] = [],
    _ script: String, prints expected: String, guilty: [String]
  ) {
    (self.name, self.needs, self.missing, self.defaultAction) = (
      name, needs, missing, defaultAction
    )
    (self.rules, self.script, self.expected, self.guilty) = (rules, script, expected, guilty)
  }

  var testDescription: String { name }

  /// The policy, with a rule on each line.
  var policy: String {
    let calls = Self.everyday + missing.map { "!\($0)" }
    let list = "{ \"syscalls\": [\(calls.map { "\"\($0)\"" }.joined(separator: ", "))] }"
    return """
      {
        "architectures": ["x86_64", "aarch64"],
        "default": \(defaultAction),
        "kernel": "6.18",
        "rules": [
          \((rules + [list]).joined(separator: ",\n    "))
        ]
      }

      """
  }

  /// What programs use every day.
  private static let everyday = [
    "@default", "@basic-io", "@file-system", "@signal", "@process", "@io-event", "@ipc",
    "!process_madvise",
    "!process_vm_readv", "!process_vm_writev", "@network-io", "@sync", "@chown", "@setuid",
    "@timer",
    "fcntl", "flock", "ioctl", "uname", "umask", "fadvise64", "sendfile", "getrusage",
    "copy_file_range",
    "setpriority", "getpriority", "sysinfo",
  ]
}

extension Breakage {
  /// What starts nginx with a folder that it lists.
  private static let nginx = """
    mkdir -p web/sub temporary; echo served >web/sub/file.txt; rm -f nginx.pid
    cat >nginx.conf <<EOF
    daemon off; pid $DIR/nginx.pid; error_log $DIR/error.log; worker_processes 1; events {}
    http {
      access_log off; client_body_temp_path $DIR/temporary; proxy_temp_path $DIR/temporary;
      fastcgi_temp_path $DIR/temporary; uwsgi_temp_path $DIR/temporary; scgi_temp_path $DIR/temporary;
      server { listen 127.0.0.1:$PORT; root $DIR/web; location /sub/ { autoindex on; } }
    }
    EOF
    ask() { curl -m 1 -s "http://127.0.0.1:$PORT/$1"; }
    stop() { kill "$(cat nginx.pid)"; wait $server; }
    sandbox nginx -e error.log -p "$DIR" -c "$DIR/nginx.conf" 2>/dev/null & server=$!
    await test -s nginx.pid

    """

  static let all = [
    Breakage(
      "nginx lists a folder", needs: ["nginx", "curl"], missing: ["getdents?", "getdents64"],
      nginx + """
        ask sub/ | grep -o 'file.txt</a>'; stop
        """,
      prints: "file.txt</a>\n", guilty: ["getdents64"]),
    Breakage(
      "nginx starts a worker", needs: ["nginx", "curl"],
      missing: ["socketpair", "clone", "clone3", "fork", "vfork"],
      nginx + """
        # Without a worker there is no answer, and its master does not end by itself.
        ask sub/file.txt || kill -KILL "$(cat nginx.pid)"; stop
        """,
      prints: "served\n", guilty: ["socketpair", "clone"]),
    Breakage(
      "redis saves", needs: ["redis-server", "redis-cli"],
      missing: ["clone", "clone3", "fork", "vfork"],
      rules: [
        #"{ "syscalls": ["clone"], "where": { "flags": { "has": "CLONE_THREAD" } } }"#,
        #"{ "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } }"#,
      ],
      """
      rm -f dump.rdb
      sandbox redis-server --port $PORT --bind 127.0.0.1 --save '' --dir "$DIR" >redis.log & server=$!
      await redis-cli -p $PORT ping
      redis-cli -p $PORT bgsave | grep -q started && await test -s dump.rdb && echo saved; redis-cli -p $PORT shutdown nosave; wait $server
      """,
      prints: "saved\n", guilty: ["clone"]),
    Breakage(
      "python3 starts a process", needs: ["python3"],
      missing: ["vfork", "clone", "clone3", "fork"],
      """
      sandbox python3 -c 'import subprocess; subprocess.run(["echo", "process"])'
      """,
      prints: "process\n", guilty: ["vfork|clone", "clone"]),
    Breakage(
      "python3 starts threads", needs: ["python3"], missing: ["clone", "clone3"],
      default: #""kill-process""#,
      rules: [#"{ "syscalls": ["madvise"], "where": { "behavior": "MADV_DONTNEED" } }"#],
      """
      sandbox python3 -c '
      import threading
      thread = threading.Thread(target=print, args=("thread",)); thread.start(); thread.join()'
      """,
      prints: "thread\n", guilty: ["clone3"]),
    Breakage(
      "python3 listens", needs: ["python3"],
      rules: [
        #"{ "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "else": { "errno": "EAFNOSUPPORT" } }"#
      ],
      """
      sandbox python3 -c '
      import socket
      s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
      c = socket.create_connection(s.getsockname()); c.send(b"sent"); print(s.accept()[0].recv(9).decode())'
      """,
      prints: "sent\n", guilty: ["socket"]),
    Breakage(
      "bash has a pipeline", needs: ["bash"], missing: ["pipe", "pipe2", "dup2", "dup3"],
      "sandbox bash -c 'seq 3 | tac | head -n 1'", prints: "3\n", guilty: ["pipe2?", "dup[23]"]),
    Breakage(
      "python3 writes a file", needs: ["python3"],
      rules: [
        #"{ "syscalls": ["open", "openat"], "where": { "flags": { "is": "O_RDONLY", "hasNone": "O_CREAT|O_TRUNC" } }, "else": { "errno": "EROFS" } }"#,
        #"{ "syscalls": ["openat2"], "action": { "errno": "ENOSYS" } }"#,
      ],
      """
      rm -f out
      sandbox python3 -c '
      with open("out", "w") as file: file.write("written")
      with open("out", "a") as file: file.write(" twice")'
      cat out
      """,
      prints: "written twice", guilty: ["openat", "openat"]),
    Breakage(
      "a thread is killed among others", needs: ["python3"],
      rules: [#"{ "syscalls": ["getpriority", "sysinfo", "sync"], "action": "kill-process" }"#],
      """
      sandbox python3 -c '
      import os, threading, time
      def work(): print(os.sysconf("SC_PHYS_PAGES") > 0, flush=True)
      threads = [threading.Thread(target=time.sleep, args=(0.1,)) for _ in range(3)]
      threads.append(threading.Thread(target=work))
      for thread in threads: thread.start()
      for thread in threads: thread.join()'
      """,
      prints: "True\n", guilty: ["sysinfo"]),
    Breakage(
      "make runs gcc", needs: ["make", "gcc"],
      missing: ["clone3", "chmod", "fchmodat"],
      """
      echo 'int main(void) { return 0; }' >main.c; printf 'main: main.c\\n\\tgcc -pipe -o main main.c\\n' >Makefile
      rm -f main; export TMPDIR="$DIR"; sandbox make -s && ./main && echo built
      """,
      prints: "built\n", guilty: ["clone3", "chmod|fchmodat2?"]),
    Breakage(
      "calls are denied by rules of their own", needs: ["python3"],
      rules: [
        #"{ "syscalls": ["umask"], "action": { "errno": "EPERM" }, "comment": "no masks" }"#,
        #"{ "syscalls": ["getrusage", "socketpair"], "action": "kill-process" }"#,
        #"{ "syscalls": ["dup2?", "dup3"], "action": { "errno": "EMFILE" }, "architectures": ["x86_64"] }"#,
      ],
      """
      sandbox python3 -c '
      import os, resource, socket
      os.umask(0o22); os.dup2(1, 9); resource.getrusage(resource.RUSAGE_SELF); socket.socketpair()
      print("all")'
      """,
      prints: "all\n", guilty: ["umask", "dup[23]", "getrusage", "socketpair"]),
    Breakage(
      "git commits", needs: ["git"], missing: ["rename", "renameat", "renameat2"],
      """
      rm -rf one
      sandbox sh -c 'git init -q one && cd one && echo text >file && git add file &&
        git -c user.name=A -c user.email=a@b commit -q -m first && git log --format=%s'
      """,
      prints: "first\n", guilty: ["rename|renameat2?"]),
    Breakage(
      "tar restores times", needs: ["tar"], missing: ["utimensat", "fchown", "fchownat", "fchmod"],
      """
      rm -rf in out; mkdir in out; touch -d 2001-02-03UTC in/file; tar -cf in.tar in
      sandbox tar --same-owner -C out -xf in.tar && stat -c %Y out/in/file
      """,
      prints: "981158400\n", guilty: ["utimensat"]),
  ]
}
