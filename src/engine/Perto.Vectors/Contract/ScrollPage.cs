namespace Perto.Vectors;

/// <summary>A page of records in id order.</summary>
/// <param name="Records">At most the asked number.</param>
/// <param name="Cursor">Asks for the next page, now or after a restart; <see langword="null"/> if nothing follows.</param>
public sealed record ScrollPage(IReadOnlyList<VectorRecord> Records, string? Cursor);
