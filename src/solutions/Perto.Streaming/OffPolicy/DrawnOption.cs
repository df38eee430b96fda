namespace Perto.Streaming;

/// <summary>Something that chance could choose.</summary>
/// <param name="Name">The title or the row; for messages.</param>
/// <param name="Kind">Options of one kind share a level in the model of rewards.</param>
/// <param name="Score">What it was given when the page was served.</param>
internal readonly record struct DrawnOption(string Name, int Kind, double Score);
