namespace Perto.Streaming;

/// <summary>A feature of a candidate: its one definition, from which it is served, logged, made again for training, and described in the docs.</summary>
/// <param name="Name">The column, in snake_case. What it means never changes under one name.</param>
/// <param name="Range">Unit and range of the values.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Missing">When it is NaN; "never" where it is not.</param>
/// <param name="Value">The value for a candidate.</param>
internal sealed record HomeFeature(string Name, string Range, string Meaning, string Missing, Func<CandidateFacts, double> Value)
{
    /// <summary>Whether all candidates of a page have the same value: it is worked out once, before the first of them.</summary>
    public bool IsOfPage { get; init; }
}
