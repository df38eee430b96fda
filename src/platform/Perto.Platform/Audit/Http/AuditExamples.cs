namespace Perto.Platform;

/// <summary>Answers of the audit log as the document shows them.</summary>
internal static class AuditExamples
{
    public const string Root = "/v1/audit";

    public const string Records =
        """
        {
          "items": [
            {
              "sequence": 17, "at": "2025-01-31T18:30:00.123456Z", "actor": "local", "action": "keys.create",
              "target": "key/01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e", "outcome": "done", "details": { "prefix": "example1", "scopes": ["read"] },
              "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            }
          ],
          "next_cursor": null
        }
        """;

    public const string Verification = """{ "tenant": "local", "intact": true, "entries": 17, "first": 1, "last": 17, "faults": [] }""";
}
