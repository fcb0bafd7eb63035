extension TableGenerator {
  /// The JSON schema of policies, with which editors complete and explain what is written.
  ///
  /// It knows the shape and the names. What a rule means for which call on which ABI, and whether
  /// that is a mistake, only the program knows.
  public var schema: String {
    """
    {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": "sekat policy",
      "description": "Which system calls a program may make. Calls and groups as of Linux \(Self.kernelRelease).",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "$schema": { "type": "string" },
        "name": { "type": "string" },
        "description": { "type": "string" },
        "comment": { "type": "string" },
        "extends": { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 },
          "description": "Policies that this one is based on: paths relative to this file, or builtin:NAME." },
        "architectures": { "$ref": "#/definitions/architectures", "default": ["native"] },
        "default": { "$ref": "#/definitions/action", "description": "What happens to calls that no rule decides." },
        "foreign": { "allOf": [{ "$ref": "#/definitions/action" }, { "not": { "enum": ["allow", "log"] } }], "default": "kill-process",
          "description": "What happens to calls through an ABI that is not listed; not allow or log." },
        "kernel": { "type": "string", "pattern": "^[0-9]+\\\\.[0-9]+$",
          "description": "The newest kernel whose calls the author has considered." },
        "newer": { "$ref": "#/definitions/action", "default": { "errno": "ENOSYS" },
          "description": "What happens to calls that are newer than 'kernel', and to unknown ones." },
        "groups": { "type": "object", "properties": { "comment": { "type": "string" } },
          "propertyNames": { "pattern": "^[A-Za-z0-9_/-]+$" }, "additionalProperties": { "$ref": "#/definitions/calls" },
          "description": "Groups of calls, used as @name." },
        "flags": { "type": "array", "items": { "enum": ["log", "spec-allow", "wait-killable"] },
          "description": "Flags of seccomp(2) for installing the filter." },
        "rules": { "type": "array", "items": { "$ref": "#/definitions/rule" },
          "description": "The first rule that decides a call counts." },
        "lint": { "$ref": "#/definitions/lint" }
      },
      "definitions": {
        "rule": {
          "type": "object",
          "additionalProperties": false,
          "required": ["syscalls"],
          "properties": {
            "syscalls": { "$ref": "#/definitions/calls" },
            "where": { "$ref": "#/definitions/where" },
            "action": { "$ref": "#/definitions/action", "description": "What happens to calls that match; by default they are allowed." },
            "else": { "$ref": "#/definitions/action", "description": "What happens to calls that do not match; nothing else is asked then." },
            "architectures": { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/architecture" },
              "description": "The rule holds on these ABIs only." },
            "comment": { "type": "string" },
            "lint": { "$ref": "#/definitions/lint" }
          },
          "dependencies": { "else": ["where"] }
        },
        "lint": {
          "type": "object", "additionalProperties": false, "required": ["ignore", "reason"],
          "description": "Findings of 'sekat lint' that do not matter here, and why.",
          "properties": {
            "ignore": { "type": "array", "minItems": 1, "items": { "type": "string" },
              "description": "The identifiers of lint rules." },
            "reason": { "type": "string", "minLength": 1 },
            "comment": { "type": "string" }
          }
        },
        "architectures": {
          "anyOf": [
            { "const": "native" },
            { "type": "array", "minItems": 1, "items": { "anyOf": [{ "const": "native" }, { "$ref": "#/definitions/architecture" }] } }
          ]
        },
        "architecture": { "enum": [\(list(Self.abis, 8))] },
        "action": {
          "anyOf": [
            { "enum": ["allow", "log", "kill-process", "kill-thread", "notify", "trap", "trace"] },
            { "type": "object", "additionalProperties": false, "required": ["errno"],
              "properties": {
                "errno": { "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4095 }, { "$ref": "#/definitions/errno" }] },
                "unsafe": { "type": "boolean", "description": "Allows errno 0: success, though nothing was done." },
                "comment": { "type": "string" } } },
            { "type": "object", "additionalProperties": false, "required": ["trap"],
              "properties": { "trap": { "$ref": "#/definitions/data" }, "comment": { "type": "string" } } },
            { "type": "object", "additionalProperties": false, "required": ["trace"],
              "properties": { "trace": { "$ref": "#/definitions/data" }, "comment": { "type": "string" } } }
          ]
        },
        "data": { "type": "integer", "minimum": 0, "maximum": 65535 },
        "calls": {
          "type": "array", "minItems": 1,
          "items": {
            "anyOf": [
              { "$ref": "#/definitions/call" },
              { "$ref": "#/definitions/group" },
              { "type": "string", "pattern": "^!?(@[A-Za-z0-9_/-]+|#(0|[1-9][0-9]*)(\\\\.\\\\.#(0|[1-9][0-9]*))?|[a-z_][a-z0-9_]*\\\\??)$" }
            ]
          }
        },
        "where": {
          "anyOf": [
            { "$ref": "#/definitions/conditions" },
            { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/conditions" } }
          ]
        },
        "conditions": {
          "type": "object", "minProperties": 1, "additionalProperties": false,
          "properties": {
            "comment": { "type": "string" },
            \(arguments(12))
          }
        },
        "condition": {
          "anyOf": [
            { "$ref": "#/definitions/value" },
            { "$ref": "#/definitions/values" },
            { "type": "object", "minProperties": 1, "additionalProperties": false,
              "properties": {
                "eq": { "$ref": "#/definitions/value" },
                "ne": { "$ref": "#/definitions/value" },
                "in": { "$ref": "#/definitions/values" },
                "notIn": { "$ref": "#/definitions/values" },
                "lt": { "$ref": "#/definitions/value" },
                "le": { "$ref": "#/definitions/value" },
                "gt": { "$ref": "#/definitions/value" },
                "ge": { "$ref": "#/definitions/value" },
                "has": { "$ref": "#/definitions/value", "description": "All of these bits are set." },
                "hasAny": { "$ref": "#/definitions/value", "description": "At least one of these bits is set." },
                "hasNone": { "$ref": "#/definitions/value", "description": "None of these bits is set." },
                "only": { "$ref": "#/definitions/value", "description": "No other bits than these are set; beside 'is', those of its field may be." },
                "is": { "anyOf": [{ "$ref": "#/definitions/value" }, { "$ref": "#/definitions/values" }],
                  "description": "The field of an argument that mixes a value with flags is one of these." },
                "masked": { "type": "object", "additionalProperties": false, "required": ["mask", "value"],
                  "properties": { "mask": { "$ref": "#/definitions/value" }, "value": { "$ref": "#/definitions/value" }, "comment": { "type": "string" } } },
                "width": { "enum": [32, 64], "description": "The bits of the register that are compared, as an unsigned number; a filter sees 64 on every ABI." },
                "strict": { "type": "boolean", "description": "The unused upper half must be zero or the extended sign." },
                "comment": { "type": "string" } } }
          ]
        },
        "value": { "anyOf": [{ "type": "integer" }, { "type": "string", "minLength": 1 }] },
        "values": {
          "type": "array", "minItems": 1,
          "items": {
            "anyOf": [
              { "$ref": "#/definitions/value" },
              { "type": "object", "additionalProperties": false, "required": ["from", "to"],
                "properties": { "from": { "$ref": "#/definitions/value" }, "to": { "$ref": "#/definitions/value" }, "comment": { "type": "string" } } }
            ]
          }
        },
        "call": {
          "enum": [
            \(list(callNames, 12))
          ]
        },
        "group": {
          "enum": [
            \(list(groupNames.map { "@\($0)" }, 12))
          ]
        },
        "errno": {
          "enum": [
            \(list(errorNames, 12))
          ]
        }
      }
    }

    """
  }

  private var callNames: [String] { rows("syscalls.tsv").compactMap { $0["name"] }.sorted() }

  private var groupNames: [String] {
    Set(rows("groups.tsv").compactMap { $0["group"] }).sorted()
  }

  private var errorNames: [String] {
    rows("constants.tsv").filter { $0["sets"]?.split(separator: ",").contains("errno") == true }
      .compactMap { $0["name"] }.sorted()
  }

  /// A property for each name that some argument of some call has, and for the registers.
  private func arguments(_ indentation: Int) -> String {
    let signatures =
      syscalls.map { $0.split(separator: " ")[1] } + registers.map { $0.split(separator: " ")[1] }
    let names = signatures.filter { $0.contains(":") }.flatMap { signature in
      signature.split(separator: ";").flatMap { argument in
        argument.prefix { $0 != ":" }.split(separator: "/").map(String.init)
      }
    }
    let registers = (0..<6).flatMap { ["arg\($0)", "args[\($0)]"] }
    return Set(names + registers).sorted()
      .map { "\"\($0)\": { \"$ref\": \"#/definitions/condition\" }" }
      .joined(separator: ",\n" + String(repeating: " ", count: indentation))
  }

  /// Strings with commas between them, in lines of up to 100 columns.
  private func list(_ strings: [String], _ indentation: Int) -> String {
    var lines = [""]
    for string in strings {
      let item = "\"\(string)\", "
      if lines[lines.count - 1].count + item.count + indentation > 100 { lines.append("") }
      lines[lines.count - 1] += item
    }
    let text = lines.map { $0.drop(while: { $0 == " " }) }
      .joined(separator: "\n" + String(repeating: " ", count: indentation))
    return String(text.dropLast(2)).replacing(", \n", with: ",\n")
  }
}
