namespace Perto.Platform;

/// <summary>Requests and answers of the keys as the document shows them.</summary>
internal static class KeyExamples
{
    public const string Root = "/v1/keys";

    public const string Id = "01937f5e-6b7a-7cc0-9d5e-2f6a1b3c4d5e";

    public const string Path = Root + "/" + Id;

    public const string Draft = """{ "name": "film site", "scopes": ["streaming:write", "vectors:read"], "expires_in_seconds": 7776000 }""";

    public const string Rotation = """{ "grace_seconds": 3600 }""";

    public const string Key =
        $$"""
        {
          "id": "{{Id}}", "tenant": "local", "name": "film site", "prefix": "example1", "scopes": ["streaming:write", "vectors:read"],
          "state": "active", "created_at": "2025-01-31T18:30:00.123456Z", "created_by": "local", "expires_at": "2025-05-01T18:30:00.123456Z"
        }
        """;

    public const string Keys = $$"""{ "items": [ {{Key}} ], "next_cursor": null }""";

    public const string Issued = $$"""{ "key": "perto_example1...", "details": {{Key}} }""";

    public const string Rotated =
        $$"""
        {
          "key": "perto_example2...",
          "details": {
            "id": "01937f61-0c3e-7a52-b1d4-93c8e5f7a6b2", "tenant": "local", "name": "film site", "prefix": "example2",
            "scopes": ["streaming:write", "vectors:read"], "state": "active", "created_at": "2025-04-01T08:00:00Z", "created_by": "local",
            "expires_at": "2025-06-30T08:00:00Z", "rotated_from": "{{Id}}"
          }
        }
        """;

    public const string Me = $$"""{ "tenant": "local", "actor": "{{Id}}", "scopes": ["streaming:write", "vectors:read"], "key": {{Key}} }""";
}
