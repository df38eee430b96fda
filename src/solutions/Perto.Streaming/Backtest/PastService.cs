using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A service as it was at any moment of its past: its titles with what was known of them, its people with what they had done.</summary>
internal sealed class PastService
{
    private readonly TenantId _tenant;
    private readonly Catalogue _catalogue;
    private readonly IReadOnlyDictionary<string, PersonPast> _people;
    private readonly HomeContexts _contexts;
    private readonly Watched[] _watched;
    private readonly TimeProvider _clock;

    private PastService(
        TenantId tenant, Catalogue catalogue, IReadOnlyDictionary<string, PersonPast> people, HomeContexts contexts, Watched[] watched, TimeProvider clock)
    {
        _tenant = tenant;
        _catalogue = catalogue;
        _people = people;
        _contexts = contexts;
        _watched = watched;
        _clock = clock;
    }

    /// <summary>How often anybody watched something.</summary>
    public int Count => _watched.Length;

    /// <summary>The catalogue of today.</summary>
    public Catalogue Catalogue => _catalogue;

    /// <summary>Reads the past of a service.</summary>
    public static async Task<PastService> ReadAsync(
        TenantId tenant, Catalogue catalogue, InteractionLog log, Pasts pasts, HomeContexts contexts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var people = new Dictionary<string, PersonPast>(StringComparer.Ordinal);
        for (int user = 0; user < log.Users.Count; user++)
            people.Add(log.Users[user], await pasts.FindAsync(tenant, log.Users[user], catalogue, cancellationToken));
        Watched[] watched =
        [
            .. from interaction in log.Interactions
               let title = catalogue.Find(log.Items[interaction.Item])
               where title is not null
               orderby interaction.Timestamp, interaction.User, title.Ordinal
               select new Watched(log.Users[interaction.User], title.Ordinal, interaction.Timestamp),
        ];
        return new PastService(tenant, catalogue, people, contexts, watched, clock);
    }

    /// <summary>The moment by which a share of all had been watched, in Unix microseconds; for 1 the end of time.</summary>
    public long MomentOf(double share) => share >= 1 ? long.MaxValue : _watched[(int)(share * _watched.Length)].At;

    /// <summary>Who watched what before a moment.</summary>
    public InteractionLog Before(long moment)
    {
        var log = new InteractionLog();
        foreach (Watched watched in _watched.TakeWhile(watched => watched.At < moment))
            log.Interactions.Add(new LoggedInteraction(log.Users.Add(watched.User), log.Items.Add(_catalogue.Titles[watched.Title].Id), Timestamp: watched.At));
        return log;
    }

    /// <summary>The pages that people asked for within a window: when they had watched given parts of what they watched in it.</summary>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end.</param>
    /// <param name="least">Titles that a person must have watched in it.</param>
    /// <param name="parts">The parts, each above 0 and below 1.</param>
    public IEnumerable<(string User, long At, IReadOnlySet<string> Wanted)> Asked(long from, long to, int least, IReadOnlyList<double> parts)
    {
        foreach (IGrouping<string, Watched> person in _watched.Where(watched => watched.At >= from && watched.At < to).GroupBy(watched => watched.User))
        {
            Watched[] own = [.. person];
            if (own.Length < least)
                continue;
            foreach (long at in parts.Select(part => own[(int)(part * own.Length)].At).Distinct())
                yield return (person.Key, at, own.Where(watched => watched.At >= at).Select(watched => _catalogue.Titles[watched.Title].Id).ToHashSet(StringComparer.Ordinal));
        }
    }

    /// <summary>All that a page is made of, as it was just before a moment.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="at">The moment.</param>
    /// <param name="bind">Gives the model of the time, for the catalogue of the moment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HomeContext> ContextAsync(string user, long at, Func<Catalogue, CollaborativeModel> bind, CancellationToken cancellationToken)
    {
        // What happens at the moment itself is to be found, and a log may hold much of one second.
        long known = at - 1;
        Catalogue catalogue = CatalogueAt(known);
        History history = _people[user].At(known);
        var person = new Person(
            user, Revision: 0, new History(history.Entries.Select(entry => catalogue.Find(entry.Title.Id) is { } title ? entry with { Title = title } : null).OfType<HistoryEntry>()));
        var context = new HomeContext(_tenant, person, HomeRequest.None, catalogue, new LiveModel(bind(catalogue), Failed: false)) { At = UnixMicros.ToMoment(known), Past = new PastReadings() };
        return await _contexts.CompleteAsync(context, cancellationToken);
    }

    // Titles that came later are not there; what people did with the others is counted up to and with the moment.
    private Catalogue CatalogueAt(long at)
    {
        int[] watched = new int[_catalogue.Titles.Count];
        foreach (Watched one in _watched.TakeWhile(one => one.At <= at))
            watched[one.Title]++;
        DateTime day = UnixMicros.ToMoment(at).UtcDateTime;
        Title[] titles = [.. _catalogue.Titles.Where(title => watched[title.Ordinal] > 0 || IsThere(title, day)).Select((title, ordinal) => title.AsOf(ordinal, watched[title.Ordinal]))];
        var trending = new Trending(titles.Length, _clock);
        var catalogue = new Catalogue(titles, trending);
        foreach (Watched one in _watched.TakeWhile(one => one.At <= at))
            trending.Count(catalogue.Find(_catalogue.Titles[one.Title].Id)!.Ordinal, one.At);
        return catalogue;
    }

    private static bool IsThere(Title title, DateTime at) =>
        (title.AddedOn is not { } added || added <= DateOnly.FromDateTime(at))
        && (title.Released is not { } released || released <= DateOnly.FromDateTime(at))
        && (title.Year is not { } year || year <= at.Year);

    private readonly record struct Watched(string User, int Title, long At);
}
