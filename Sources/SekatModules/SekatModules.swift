// One import for programs that work with the parts: filters, programs, proofs, policies, logs. Each
// module can also be imported alone, and `Sekat` is for those who only want to confine something.

@_exported public import CallDecoding
@_exported public import ClassicBPF
@_exported public import FilterProof
@_exported public import JSONSyntax
@_exported public import LinuxABI
@_exported public import PolicyLint
@_exported public import SandboxLauncher
@_exported public import SeccompFilter
@_exported public import SeccompPolicy
@_exported public import SourceDiagnostics
@_exported public import Toolbox
@_exported public import TraceReplay

#if Libseccomp
  @_exported public import LibseccompBackend
#endif

#if YAML
  @_exported public import YAMLSyntax
#endif
