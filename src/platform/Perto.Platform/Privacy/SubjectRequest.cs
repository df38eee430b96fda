namespace Perto.Platform;

/// <summary>Names a person.</summary>
/// <param name="Subject">The person's id: 1 to 512 bytes of UTF-8.</param>
public sealed record SubjectRequest(string Subject);
