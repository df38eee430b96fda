namespace Perto.Streaming;

/// <summary>A rating as it is stored: one for each person and title, the latest counts.</summary>
internal sealed record Rating(string User, string Title, double Value, long At);
