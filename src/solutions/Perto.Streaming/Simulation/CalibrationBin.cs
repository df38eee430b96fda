namespace Perto.Streaming;

/// <summary>A tenth of the titles shown.</summary>
/// <param name="Predicted">Mean probability that the ranker told.</param>
/// <param name="True">Mean probability that is true.</param>
/// <param name="Titles">How many titles.</param>
public sealed record CalibrationBin(double Predicted, double True, int Titles);
