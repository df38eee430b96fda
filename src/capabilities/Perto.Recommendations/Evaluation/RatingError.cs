namespace Perto.Recommendations;

/// <summary>How far predicted ratings lie from those given, in units of the ratings.</summary>
/// <param name="Rmse">Root of the mean squared error.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Ratings">Over how many ratings.</param>
public sealed record RatingError(double Rmse, double Mae, int Ratings);
