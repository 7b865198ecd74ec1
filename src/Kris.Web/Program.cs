using Kris.Web.Hosting;

var settings = KrisSettings.FromEnvironment();
await KrisHost.Build(settings, settings.Db ?? "").RunAsync();
