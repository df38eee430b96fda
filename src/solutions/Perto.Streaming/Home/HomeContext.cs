using Perto.Learning;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>All that the steps of a home page read: who asks, in what situation, over which titles, with which model.</summary>
/// <param name="Tenant">Whose service.</param>
/// <param name="Person">Who asks.</param>
/// <param name="Request">The situation.</param>
/// <param name="Catalogue">The titles.</param>
/// <param name="Live">The live collaborative model.</param>
public sealed record HomeContext(TenantId Tenant, Person Person, HomeRequest Request, Catalogue Catalogue, LiveModel Live)
{
    /// <summary>The moment for which the page is made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The arms of experiments by which the page is made.</summary>
    public HomeArms Arms { get; init; } = HomeArms.None;

    /// <summary>The learned ranker: the live one, or that of an arm; null before the first training, when it cannot be used, and where an arm is ranked without.</summary>
    public RankerModel? Ranker { get; init; }

    /// <summary>Whether an arm's ranker cannot be used, and the live one serves.</summary>
    public bool IsRankerMissing { get; init; }

    /// <summary>What ranks: the learned ranker, else the collaborative model whose scores the blend rests on; null for neither.</summary>
    public string? RankedBy => Arms.Variant.IsPopular ? null : Ranker?.Label ?? Model?.Label;

    /// <summary>Decides what is drawn: the same seed draws the same.</summary>
    public long Seed { get; init; }

    /// <summary>The titles that may be shown in this situation, whoever asks.</summary>
    public Shelf Shelf
    {
        get => field ??= new Shelf(this, []);
        init;
    }

    /// <summary>What the person was shown lately and did not open.</summary>
    public WearyTitles Wearied { get; init; } = WearyTitles.None;

    /// <summary>Orders the rows; null where the plan does.</summary>
    public LinearBandit? RowBandit { get; init; }

    /// <summary>What was known when a page of the past was asked for; null for one of now.</summary>
    internal PastReadings? Past { get; init; }

    /// <summary>The titles whose place in a row is fixed here and now.</summary>
    public IReadOnlyList<PinnedItem<Title>> Pins { get; init; } = [];

    /// <summary>The country for which titles must be available: that of the request, else that of the account.</summary>
    public string? Country => Request.Country ?? Person.Account.Country;

    /// <summary>The subscription: that of the request, else that of the account.</summary>
    public string? Tier => Request.Tier ?? Person.Account.Tier;

    /// <summary>The profile that the request names; null when it names none or one that is not known.</summary>
    public Profile? Profile => Request.Profile is { } id ? Person.Account.Profiles.FirstOrDefault(profile => profile.Id == id) : null;

    /// <summary>The live collaborative model; null before the first training, and when it cannot be used.</summary>
    public CollaborativeModel? Model => Live.Model;

    /// <summary>Whether a title may be shown to this person: what a source asks, so that it does not spend its places on what the rules drop.</summary>
    public bool MayShow(Title title) => Shelf.Has(title) && !AlreadySeen.Hides(this, title) && !Wearied.Drops(title);

    /// <summary>The model for a source that lives on it: null before the first training.</summary>
    /// <exception cref="ModelUnavailableException">It cannot be used: the source is left out, and the page says so.</exception>
    internal CollaborativeModel? RequireModel() => Live.Failed ? throw new ModelUnavailableException() : Model;
}
