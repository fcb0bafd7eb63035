extension BuiltinPolicies {
  /// The policies that come with sekat: the files of the folder `Policies`.
  public static let shipped = BuiltinPolicies(
    paths: [
      "base/descriptors.json", "base/files.json", "base/identity.json", "base/inet-sockets.json",
      "base/ipc.json", "base/network.json", "base/process.json", "base/programs.json",
      "profiles/default.json", "profiles/network-client.json", "profiles/network-server.json",
      "profiles/no-new-programs.json", "profiles/offline.json", "profiles/pure-compute.json",
      "profiles/read-only.json",
    ], content: shippedFile)

  /// The content of one of the files; the bytes of the others are not made.
  private static func shippedFile(at path: String) -> [UInt8]? {
    switch path {
    case "base/descriptors.json": PackageResources.descriptors_json
    case "base/files.json": PackageResources.files_json
    case "base/identity.json": PackageResources.identity_json
    case "base/inet-sockets.json": PackageResources.inet_sockets_json
    case "base/ipc.json": PackageResources.ipc_json
    case "base/network.json": PackageResources.network_json
    case "base/process.json": PackageResources.process_json
    case "base/programs.json": PackageResources.programs_json
    case "profiles/default.json": PackageResources.default_json
    case "profiles/network-client.json": PackageResources.network_client_json
    case "profiles/network-server.json": PackageResources.network_server_json
    case "profiles/no-new-programs.json": PackageResources.no_new_programs_json
    case "profiles/offline.json": PackageResources.offline_json
    case "profiles/pure-compute.json": PackageResources.pure_compute_json
    case "profiles/read-only.json": PackageResources.read_only_json
    default: nil
    }
  }
}
