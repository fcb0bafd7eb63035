extension ProgramTests {
  static let trials =
    defaultTrials + offlineTrials + readOnlyTrials + noNewProgramsTrials + networkTrials
    + pureComputeTrials

  private static let defaultTrials = [
    Trial(
      "default", "coreutils",
      """
      seq 1000 | sandbox sort -rn | sandbox head -n 1
      sandbox cp /etc/passwd copy; sandbox cmp /etc/passwd copy; sandbox mv copy moved
      sandbox mkdir -p a/b/c; sandbox touch -d 2001-02-03 a/b/file; sandbox chmod 640 a/b/file
      sandbox stat -c '%a %Y' a/b/file; sandbox ln -s file a/b/link; sandbox readlink a/b/link
      sandbox dd if=/dev/zero of=zeros bs=1k count=4 status=none; sandbox wc -c zeros
      sandbox timeout 0.1 sleep 5 || echo $?
      sandbox tail -n 1 moved >/dev/null; sandbox rm -r a moved zeros; sandbox ls
      """,
      prints: "1000\n640 981158400\nfile\n4096 zeros\n124\n"),
    Trial(
      "default", "bash", needs: ["bash"],
      """
      sandbox bash -c 'set -m; sleep 0.1 & wait; diff <(seq 3) <(seq 3) && cat <<< "$((6 * 7))"
        trap "echo usr1" USR1; kill -USR1 $$; (ulimit -n 50; ulimit -n); coproc cat; echo hi >&"${COPROC[1]}"
        read -r line <&"${COPROC[0]}"; echo "$line"'
      """,
      prints: "42\nusr1\n50\nhi\n"),
    Trial(
      "default", "python3", needs: ["python3"],
      """
      sandbox python3 - <<'EOF'
      import asyncio, multiprocessing, socket, subprocess, tempfile, threading
      thread = threading.Thread(target=print, args=("thread",)); thread.start(); thread.join()
      print(subprocess.run(["echo", "process"], capture_output=True, text=True).stdout, end="")
      with tempfile.TemporaryFile() as file: print(file.write(b"1234"))
      async def talk():
          server = await asyncio.start_server(lambda r, w: (w.write(b"served"), w.close()), "127.0.0.1", 0)
          reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
          print((await reader.read()).decode()); writer.close(); server.close()
      asyncio.run(talk())
      with multiprocessing.get_context("fork").Pool(2) as pool: print(sum(pool.map(abs, range(10))))
      import ctypes
      libc = ctypes.CDLL(None, use_errno=True)
      print(libc.unshare(0x10000000), ctypes.get_errno(), libc.ptrace(0, 0, 0, 0), ctypes.get_errno())
      EOF
      """,
      prints: "thread\nprocess\n4\nserved\n45\n-1 1 -1 1\n"),
    Trial(
      "default", "git", needs: ["git"],
      """
      sandbox git init -q one; cd one; echo text >file; sandbox git add file
      sandbox git -c user.name=A -c user.email=a@b commit -q -m 'A first commit'
      cd ..; sandbox git clone -q one two; sandbox git -C two log --format=%s; sandbox git -C two fsck
      """,
      prints: "A first commit\n"),
    Trial(
      "default", "gcc", needs: ["gcc"],
      """
      printf '#include <stdio.h>\\nint main(void) { puts("compiled"); }\\n' >main.c
      sandbox gcc -O2 -pipe -o main main.c; sandbox ./main
      """,
      prints: "compiled\n"),
    Trial(
      "default", "node", needs: ["node"],
      """
      sandbox node -e '
        const { execSync } = require("child_process"), { Worker } = require("worker_threads")
        process.stdout.write(execSync("echo process"))
        new Worker("console.log(6 * 7)", { eval: true }).on("exit", () =>
          require("http").createServer((q, r) => r.end("served")).listen(0, "127.0.0.1", function () {
            require("http").get(this.address(), r => r.on("data", d => { console.log(`${d}`); this.close() })) }))'
      """,
      prints: "process\n42\nserved\n"),
    Trial(
      "default", "sqlite3", needs: ["sqlite3"],
      """
      sandbox sqlite3 data.db 'pragma journal_mode = wal; create table t (a); insert into t values (7);'
      sandbox sqlite3 data.db 'select a * 6 from t; pragma integrity_check;'
      """,
      prints: "wal\n42\nok\n"),
  ]

  private static let offlineTrials = [
    Trial(
      "offline", "curl", needs: ["curl"],
      """
      sandbox curl -s http://127.0.0.1:$PORT/ || echo $?
      """,
      prints: "7\n"),
    Trial(
      "offline", "python3", needs: ["python3"],
      """
      sandbox python3 - <<'EOF'
      import socket
      one, other = socket.socketpair(); one.send(b"local"); print(other.recv(9).decode())
      for family in socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET:
          try: socket.socket(family); print("open")
          except OSError as error: print(error.errno)
      EOF
      """,
      prints: "local\n97\n97\n97\n97\n"),
    Trial(
      "offline", "gcc and git", needs: ["gcc", "git"],
      """
      echo 'int main(void) { return 0; }' >main.c; sandbox gcc -o main main.c; sandbox ./main
      sandbox git init -q .; sandbox git add main.c; sandbox git status --short main.c
      """,
      prints: "A  main.c\n"),
    Trial(
      "offline", "sqlite3 and bash", needs: ["sqlite3", "bash"],
      """
      sandbox bash -c 'echo "select 6 * 7" | sqlite3'
      sandbox bash -c '(exec 3<>/dev/tcp/127.0.0.1/$PORT) 2>/dev/null || echo refused'
      """,
      prints: "42\nrefused\n"),
  ]

  private static let readOnlyTrials = [
    Trial(
      "read-only", "coreutils",
      """
      echo hello >file; mkdir folder
      sandbox cat file; sandbox sha256sum file | cut -c 1-8; sandbox ls; sandbox find . -name file
      for command in 'touch new' 'rm file' 'mv file new' 'mkdir new' 'ln file new' 'ln -s file new' \\
        'chmod 600 file' 'rmdir folder' 'truncate -s 0 file' 'cp file new' 'dd of=new'; do
        sandbox $command </dev/null 2>/dev/null && echo "$command"
      done || true
      ls
      """,
      prints: "hello\n5891b5b5\nfile\nfolder\n./file\nfile\nfolder\n"),
    Trial(
      "read-only", "python3", needs: ["python3"],
      """
      echo hello >file
      sandbox python3 - <<'EOF'
      import ctypes, fcntl, os
      print(open("file").read(), end="")
      try: fcntl.ioctl(os.open("file", os.O_RDONLY), 0x40086602, bytes(8)); print("changed")  # FS_IOC_SETFLAGS
      except OSError as error: print(error.errno)
      libc = ctypes.CDLL(None, use_errno=True)
      print(libc.mq_unlink(b"/none"), ctypes.get_errno())
      for flags in os.O_WRONLY, os.O_RDWR, os.O_RDONLY | os.O_TRUNC, os.O_RDONLY | os.O_CREAT, os.O_TMPFILE | os.O_RDWR:
          try: os.open("." if flags & os.O_TMPFILE == os.O_TMPFILE else "file", flags); print("open")
          except OSError as error: print(error.errno)
      EOF
      cat file
      """,
      prints: "hello\n30\n-1 30\n30\n30\n30\n30\n30\nhello\n"),
    Trial(
      "read-only", "bash", needs: ["bash"],
      """
      echo hello >file
      sandbox bash -c 'while read -r line; do echo "$line"; done <file; echo >new' 2>/dev/null || true
      ls
      """,
      prints: "hello\nfile\n"),
    Trial(
      "read-only", "bash and its limits", needs: ["bash"],
      """
      echo hello >core; ulimit -S -c 0
      sandbox bash -c 'ulimit -c; ulimit -S -n 50; ulimit -n
        ulimit -S -c unlimited; kill -ABRT $$' 2>/dev/null || echo $?
      cat core
      """,
      prints: "0\n50\n134\nhello\n"),
  ]

  private static let noNewProgramsTrials = [
    Trial(
      "no-new-programs", "bash", needs: ["bash"],
      "sandbox bash -c 'echo $((6 * 7)); ls' 2>/dev/null || echo $?", prints: "42\n126\n"),
    Trial(
      "no-new-programs", "python3", needs: ["python3"],
      """
      sandbox python3 - <<'EOF'
      import os, subprocess, threading
      thread = threading.Thread(target=print, args=("thread",)); thread.start(); thread.join()
      child = os.fork()
      if not child: os._exit(7)
      print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
      try: subprocess.run(["/bin/true"])
      except PermissionError as error: print(error.errno)
      EOF
      """,
      prints: "thread\n7\n13\n"),
    Trial(
      "no-new-programs", "sqlite3", needs: ["sqlite3"],
      """
      sandbox sqlite3 data.db 'create table t (a); insert into t values (7); select a * 6 from t;'
      sandbox sqlite3 data.db '.shell echo started' 2>/dev/null || true
      """,
      prints: "42\n"),
    Trial(
      "no-new-programs", "node", needs: ["node"],
      """
      sandbox node -e '
        require("child_process").spawn("/bin/true").on("error", error => console.log(error.code))'
      """,
      prints: "EACCES\n"),
  ]

  private static let networkTrials = [
    Trial(
      "network-server", "nginx", needs: ["nginx", "curl"],
      """
      mkdir web temporary; echo served >web/index.html
      cat >nginx.conf <<EOF
      daemon off; pid $DIR/nginx.pid; error_log stderr; worker_processes 2; events {}
      http {
        access_log off; client_body_temp_path $DIR/temporary; proxy_temp_path $DIR/temporary;
        fastcgi_temp_path $DIR/temporary; uwsgi_temp_path $DIR/temporary; scgi_temp_path $DIR/temporary;
        server { listen 127.0.0.1:$PORT; root $DIR/web; }
      }
      EOF
      sandbox nginx -e stderr -p "$DIR" -c "$DIR/nginx.conf" 2>nginx.log & server=$!
      await curl -s http://127.0.0.1:$PORT/
      client() { "$SEKAT" run -p builtin:network-client -- curl -s "$@"; }
      client http://127.0.0.1:$PORT/; client -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:$PORT/none
      kill "$(cat nginx.pid)"; wait $server || true
      """,
      prints: "served\n404\n"),
    Trial(
      "network-server", "redis-server", needs: ["redis-server", "redis-benchmark", "redis-cli"],
      """
      sandbox redis-server --port $PORT --bind 127.0.0.1 --save '' --dir "$DIR" >redis.log & server=$!
      await redis-cli -p $PORT ping
      "$SEKAT" run -p builtin:network-client -- redis-benchmark -p $PORT -n 2000 -q -t set,get |
        tr '\\r' '\\n' | grep -c 'requests per second'
      redis-cli -p $PORT bgsave >/dev/null; await test -s dump.rdb; echo saved
      redis-cli -p $PORT shutdown nosave; wait $server || true
      """,
      prints: "2\nsaved\n"),
    Trial(
      "network-client", "python3", needs: ["python3"],
      """
      sandbox python3 - <<'EOF'
      import socket
      for family, kind in (socket.AF_PACKET, socket.SOCK_RAW), (socket.AF_INET, socket.SOCK_RAW):
          try: socket.socket(family, kind); print("open")
          except OSError as error: print(error.errno)
      listener = socket.socket(); listener.bind(("127.0.0.1", 0))
      try: listener.listen(); print("listening")
      except OSError as error: print(error.errno)
      print(socket.getaddrinfo("127.0.0.1", 80)[0][4][0])
      EOF
      """,
      prints: "97\n97\n1\n127.0.0.1\n"),
  ]

  private static let pureComputeTrials = [
    Trial(
      "pure-compute", "a static program", needs: ["gcc"],
      """
      cat >sum.c <<'EOF'
      #include <stdio.h>
      #include <stdlib.h>
      #include <errno.h>
      #include <unistd.h>
      int main(void) {
        char *line = malloc(1 << 20);
        long sum = 0;
        while (fgets(line, 1 << 20, stdin)) sum += strtol(line, 0, 10);
        printf("%ld\\n", sum);
        printf("%d", fopen("sum.c", "r") ? 0 : errno);
        printf(" %d", fork() >= 0 ? 0 : errno);
        printf(" %d\\n", execl("/bin/true", "true", (char *)0) == 0 ? 0 : errno);
        return 0;
      }
      EOF
      gcc -O2 -static -o sum sum.c; seq 100000 | sandbox ./sum
      """,
      prints: "5000050000\n1 1 1\n")
  ]
}
