namespace Perto.Streaming;

/// <summary>How far a batch is.</summary>
/// <param name="People">People for whom pages are made.</param>
/// <param name="Done">People who are done, with a page or a failure.</param>
/// <param name="Failed">Those of them who failed.</param>
public sealed record BatchProgress(long People, long Done, long Failed);
