namespace Perto.Learning;

/// <summary>Takes the scores of one user. Called on several threads, in any order; the scores are the taker's until it returns.</summary>
/// <param name="user">The row of the histories.</param>
/// <param name="scores">A score for each item.</param>
public delegate void UserScores(int user, Span<float> scores);
