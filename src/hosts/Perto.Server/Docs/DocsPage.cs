namespace Perto.Server;

/// <summary>The frame of every page that explains the API. The pages need no script; the one they have adds search and copying.</summary>
internal static class DocsPage
{
    /// <summary>A whole page.</summary>
    public static string Of(string title, Html content, Html? navigation = null) => new Html()
        .Add($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="stylesheet" href="/docs/docs.css">
            <script src="/docs/docs.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header><a class="brand" href="/docs">Perto API</a>
            <nav aria-label="Pages"><a href="/docs">Operations</a> <a href="/problems">Problems</a> <a href="/openapi/v1.json">OpenAPI</a></nav></header>
            <div class="columns">
            {navigation ?? new Html()}
            <main id="content" tabindex="-1">
            {content}
            </main>
            </div>
            </body>
            </html>

            """)
        .ToString();
}
