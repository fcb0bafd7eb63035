// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Calls behind a multiplexer: name, multiplexer, mask, selector.
  static let multiplexedRows = StaticTable(
    """
    accept socketcall 0xffffffff 5
    accept4 socketcall 0xffffffff 18
    bind socketcall 0xffffffff 2
    connect socketcall 0xffffffff 3
    getpeername socketcall 0xffffffff 7
    getsockname socketcall 0xffffffff 6
    getsockopt socketcall 0xffffffff 15
    listen socketcall 0xffffffff 4
    msgctl ipc 0xffff 14
    msgget ipc 0xffff 13
    msgrcv ipc 0xffff 12
    msgsnd ipc 0xffff 11
    recv socketcall 0xffffffff 10
    recvfrom socketcall 0xffffffff 12
    recvmmsg socketcall 0xffffffff 19
    recvmsg socketcall 0xffffffff 17
    semctl ipc 0xffff 3
    semget ipc 0xffff 2
    semop ipc 0xffff 1
    semtimedop ipc 0xffff 4
    send socketcall 0xffffffff 9
    sendmmsg socketcall 0xffffffff 20
    sendmsg socketcall 0xffffffff 16
    sendto socketcall 0xffffffff 11
    setsockopt socketcall 0xffffffff 14
    shmat ipc 0xffff 21
    shmctl ipc 0xffff 24
    shmdt ipc 0xffff 22
    shmget ipc 0xffff 23
    shutdown socketcall 0xffffffff 13
    socket socketcall 0xffffffff 1
    socketpair socketcall 0xffffffff 8

    """,
    starts: [
      0, 31, 64, 93, 125, 161, 197, 233, 264, 285, 306, 327, 348, 378, 412, 446, 479, 499, 519, 538,
      562, 591, 625, 658, 690, 726, 746, 767, 787, 808, 842, 873,
    ])
}
