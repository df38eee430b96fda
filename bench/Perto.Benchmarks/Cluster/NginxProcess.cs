using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Perto.Benchmarks.Figures;

namespace Perto.Benchmarks.Cluster;

/// <summary>nginx before some servers, as <c>docs/operations/nginx.conf</c> sets it up.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private NginxProcess(Process process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<NginxProcess> StartAsync(string program, IEnumerable<Uri> servers)
    {
        string folder = Directory.CreateTempSubdirectory("perto-nginx-").FullName;
        int port = FreePort();
        string configuration = Path.Combine(folder, "nginx.conf");
        string upstream = string.Join('\n', servers.Select(server => $"    server {server.Host}:{server.Port.ToString(CultureInfo.InvariantCulture)} max_fails=1 fail_timeout=2s;"));
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            daemon off;
            user root;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              upstream perto {
                least_conn;
            {{upstream}}
                keepalive 64;
              }
              server {
                listen 127.0.0.1:{{port}};
                location / {
                  proxy_pass http://perto;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $http_host;
                  proxy_connect_timeout 1s;
                  proxy_next_upstream error timeout http_503;
                }
              }
            }
            """);
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, ["-c", configuration, "-p", folder]) { UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new FigureOptionException($"there is no program '{program}': install nginx, or name it with --nginx");
        }
        return new NginxProcess(process, folder, new Uri($"http://127.0.0.1:{port}"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
