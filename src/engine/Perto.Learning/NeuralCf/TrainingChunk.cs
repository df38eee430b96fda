namespace Perto.Learning;

/// <summary>
/// A few positives of one user that are predicted from the rest of the user's history, together with the negatives drawn for them. They share
/// the user's vector, which is what makes a step cheap.
/// </summary>
/// <param name="User">The user.</param>
/// <param name="Start">Where its positives begin in <see cref="EpochPlan.Positives"/>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Samples">Positives and negatives.</param>
internal readonly record struct TrainingChunk(int User, int Start, int Count, int Samples);
