using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What the feature store knows of the service at a moment.</summary>
internal readonly struct ServiceActivity
{
    private static readonly int ViewPopularity = ActivityViews.Ordinal(ActivityViews.ServiceViews, "popularity");
    private static readonly int RatingPopularity = ActivityViews.Ordinal(ActivityViews.ServiceViews, "rated_popularity");

    public ServiceActivity(in FeatureReading views) =>
        Popularity = views.IsPresent ? views.NumberOrZero(ViewPopularity) + views.NumberOrZero(RatingPopularity) : double.NaN;

    /// <summary>Viewings and ratings of all titles, of which each day leaves .9.</summary>
    public double Popularity { get; }
}
