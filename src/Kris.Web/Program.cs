using Kris.Web.CommandLine;

return await Commands.RunAsync(args);
