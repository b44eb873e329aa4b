/** The build puts imported style sheets into the file of the page's name. */
declare module '*.css';
