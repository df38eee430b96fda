namespace Perto.Vectors;

/// <summary>Lets at most <paramref name="Size"/> hits of a search have the same value of a payload field.</summary>
/// <param name="Field">A keyword, integer or boolean field. Records without a value are left out.</param>
/// <param name="Size">Most hits for each value, 1 to 10,000.</param>
/// <remarks>K stays the number of all hits: the best K, after the best <paramref name="Size"/> of each value are taken.</remarks>
public sealed record GroupBy(string Field, int Size = 1);
