extension BuiltinPolicies {
  /// The policies that come with sekat: the files of the folder `Policies`.
  public static let shipped = BuiltinPolicies(paths: files.keys.sorted()) { files[$0]?() }

  /// The files by their paths; the bytes are made only for those that are asked for.
  private static let files: [String: @Sendable () -> [UInt8]] = [
    "base/descriptors.json": { PackageResources.descriptors_json },
    "base/files.json": { PackageResources.files_json },
    "base/identity.json": { PackageResources.identity_json },
    "base/inet-sockets.json": { PackageResources.inet_sockets_json },
    "base/ipc.json": { PackageResources.ipc_json },
    "base/network.json": { PackageResources.network_json },
    "base/process.json": { PackageResources.process_json },
    "base/programs.json": { PackageResources.programs_json },
    "profiles/default.json": { PackageResources.default_json },
    "profiles/network-client.json": { PackageResources.network_client_json },
    "profiles/network-server.json": { PackageResources.network_server_json },
    "profiles/no-new-programs.json": { PackageResources.no_new_programs_json },
    "profiles/offline.json": { PackageResources.offline_json },
    "profiles/pure-compute.json": { PackageResources.pure_compute_json },
    "profiles/read-only.json": { PackageResources.read_only_json },
  ]
}
