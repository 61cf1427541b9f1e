// Builds the page into the folder that is deployed: one script and one style, named by what is in them, and the document.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build } from "esbuild";

const BUILT = "../src/handlers/page/built";

await rm(BUILT, { recursive: true, force: true });
await mkdir(BUILT, { recursive: true });
const { metafile } = await build({
  entryPoints: { page: "src/main.ts", style: "style/style.css", icon: "icon.svg" },
  loader: { ".svg": "copy" },
  entryNames: "[name].[hash]",
  outdir: BUILT,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2023",
  legalComments: "eof", // the licences of what is built in
  metafile: true,
});
let document = await readFile("index.html", "utf8");
for (const path of Object.keys(metafile.outputs)) {
  const [name, , extension] = basename(path).split(".");
  document = document.replaceAll(`assets/${name}.${extension}`, `assets/${basename(path)}`);
}
await writeFile(`${BUILT}/index.html`, document); // last, since make goes by it
