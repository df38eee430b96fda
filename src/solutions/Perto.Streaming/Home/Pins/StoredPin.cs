namespace Perto.Streaming;

/// <summary>A pin under its id.</summary>
/// <param name="Id">The id that it was put under.</param>
/// <param name="Pin">What is pinned where.</param>
public sealed record StoredPin(string Id, Pin Pin);
