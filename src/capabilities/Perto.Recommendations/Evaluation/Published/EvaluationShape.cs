namespace Perto.Recommendations;

/// <summary>What tells a known data set and protocol from others.</summary>
/// <param name="Split">How it was split; null where the parts were given as files.</param>
/// <param name="Users">Users of the train part.</param>
/// <param name="Items">Items of the train part.</param>
/// <param name="Train">Pairs of user and item in the train part.</param>
/// <param name="Test">Pairs to find, or cases.</param>
/// <param name="Negatives">How many items a positive is ranked among; 0 where all items are ranked.</param>
public sealed record EvaluationShape(SplitPlan? Split, int Users, int Items, int Train, int Test, int Negatives);
