using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The newest titles in the person's three favourite genres; in any genre for somebody new.</summary>
public sealed class NewInFavouriteGenres : ICandidateSource<HomeContext, Title>
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "new";

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <inheritdoc/>
    public bool IsImmediate => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> favourites = context.Person.History.FavouriteGenres;
        var found = new List<Scored<Title>>(take);
        foreach (Title title in context.Catalogue.Newest)
        {
            if (found.Count == take)
                break;
            if (!context.MayShow(title) || (favourites.Count > 0 && !title.Genres.Any(favourites.Contains)))
                continue;
            found.Add(new Scored<Title>(title, -found.Count));
        }

        return ValueTask.FromResult<IReadOnlyList<Scored<Title>>>(found);
    }
}
