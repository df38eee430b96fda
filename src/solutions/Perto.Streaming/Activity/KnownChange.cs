namespace Perto.Streaming;

/// <summary>A viewing or a rating as it was known from a moment on.</summary>
/// <param name="User">Whose.</param>
/// <param name="Title">Of which title.</param>
/// <param name="Kind"><see cref="View"/> or <see cref="Rating"/>.</param>
/// <param name="Profile">The profile of a viewing; else empty.</param>
/// <param name="BeganAt">When the viewing began, or the moment of the rating, in Unix microseconds.</param>
/// <param name="KnownAt">From when on it was known, in Unix microseconds.</param>
/// <param name="Value">The watched fraction, or the rating.</param>
internal sealed record KnownChange(string User, string Title, string Kind, string Profile, long BeganAt, long KnownAt, double Value)
{
    public const string View = "view";
    public const string Rating = "rating";

    /// <summary>What tells a viewing or a rating from others.</summary>
    public (string User, string Title, string Kind, string Profile, long BeganAt) Subject => (User, Title, Kind, Profile, BeganAt);
}
