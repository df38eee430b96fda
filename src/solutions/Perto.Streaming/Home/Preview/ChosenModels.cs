using System.Globalization;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>The models that a preview asks for.</summary>
public sealed class ChosenModels(CollaborativeModels collaborative, RankerModels rankers)
{
    private const string Live = "live";

    /// <summary>The collaborative model.</summary>
    /// <exception cref="InvalidValueException">The choice is neither <c>live</c> nor a version.</exception>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<LiveModel> CollaborativeAsync(TenantId tenant, string? choice, Catalogue catalogue, CancellationToken cancellationToken) =>
        choice is null or Live
            ? await collaborative.LiveAsync(tenant, catalogue, cancellationToken)
            : new LiveModel(await collaborative.VersionAsync(tenant, Version("collaborative", choice, Live), catalogue, cancellationToken), Failed: false);

    /// <summary>The ranker; null for the blend.</summary>
    /// <exception cref="InvalidValueException">The choice is none of <c>live</c>, <c>blend</c> and a version.</exception>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<RankerModel?> RankerAsync(TenantId tenant, string? choice, CancellationToken cancellationToken) => choice switch
    {
        null or Live => await rankers.LiveAsync(tenant, cancellationToken),
        HomePreview.Blend => null,
        _ => await rankers.ReadAsync(tenant, Version("ranker", choice, $"{Live}, {HomePreview.Blend}"), cancellationToken),
    };

    private static int Version(string field, string choice, string words)
    {
        if (int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version >= 1)
            return version;
        string allowed = $"{words}, or a version from 1";
        throw new InvalidValueException(field, choice, allowed, $"{field} must be one of {allowed}; got '{choice}'");
    }
}
